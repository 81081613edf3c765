"""Every error Storeboard raises on purpose: one sentence on what is wrong and what to do.

EngineError                   .text: the sentence and its translation's id; .params fill it
├─ ConfigError                a setting is missing or unusable
├─ BadFile                    a sheet or data file cannot be read as what it should be
├─ BadRequest                 asked for what cannot be (an unknown store, a bad number)
├─ ApiError                   carries method, path, trace_id
│  ├─ ApiUnreachable          time-out or connection; safe to try again if the call was a read
│  │  └─ NotConnected         nothing was sent
│  │     ├─ ProxyRefused          the outgoing proxy does not let it through
│  │     └─ CertificateUntrusted  whoever answers is not known to be NAVER
│  ├─ ArrivalUnknown          a change was sent, and no answer tells whether NAVER made it
│  ├─ ApiRejected             NAVER said no: status, code, invalid_inputs
│  │  ├─ AuthFailed           wrong credentials; not retried after one reissue
│  │  ├─ PermissionMissing    the application lacks the API group this call belongs to
│  │  ├─ IpNotAllowed         this machine's address is not registered with the application
│  │  ├─ Blocked              a firewall on the way refused, not NAVER
│  │  ├─ ClockOff             the time of this machine is more than five minutes off
│  │  ├─ NotFound             NAVER has no such thing
│  │  ├─ RateLimited          retry_after_seconds
│  │  ├─ QuotaExceeded        stop this store's job
│  │  └─ ApiDown              NAVER answered with a server error
│  ├─ ApiShapeChanged         the answer did not parse; field names its path
│  │  └─ ListingUnread        one listing of it did not
│  └─ ListIncomplete          the pages show fewer products than NAVER counts
├─ StoreError
│  ├─ WorkspaceBusy           another process holds the workspace
│  ├─ WorkspaceUnusable       the folder or the file cannot be read or written
│  │  └─ WorkspaceLost        it was closed, or broke off: jobs are interrupted, to go on later
│  ├─ Overtaken               another process saved the same thing at that moment
│  └─ StoreTooNew             the file comes from a newer version
├─ RuleBroken
│  ├─ NotAllowed              the account's role does not reach
│  ├─ SignInFailed            wrong words, a disabled account, or locked for a while
│  ├─ SignedOut               nobody is signed in, or no longer
│  ├─ StoreClosed             archived, switched off or not approved: nothing is asked of NAVER
│  ├─ NotAsTyped              NAVER says something else than what was typed
│  ├─ ChangedMeanwhile        somebody else changed the same field since it was shown
│  ├─ PrerequisitesMissing    missing names which
│  ├─ WriteUnsettled          an earlier write to the same thing may still arrive
│  ├─ FeeRateUnknown
│  ├─ CostUnknown
│  └─ MatchingNotAllowed
├─ VaultError
│  ├─ KeyMissing
│  └─ CannotDecrypt           never shows the text
├─ NotSent                     an alert was not taken; problem is a code
└─ JobError
   ├─ AlreadyRunning
   └─ Cancelled
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people changed: what is held now, and what was typed."""

    field: str
    held: Any
    typed: Any


class EngineError(Exception):
    """Something went wrong. Look at the log for the details."""

    code: ClassVar[str] = "ERROR"
    in_general: ClassVar[str] = ""  # the sentence where only the code was kept, if it has parts

    def __init__(self, text: str | None = None, **params: Any) -> None:
        """`text` is an English template with {named} places (default: the class's own); `params`
        fill it.
        """
        self.text = text or _first_sentence(type(self))
        self.params = params
        super().__init__(self.text.format(**params) if params else self.text)


@cache
def sentence_of(code: str) -> str:
    """The English sentence of the error with that code; of any error for an unknown code."""
    kinds: list[type[EngineError]] = [EngineError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    fitting = (kind for kind in kinds if kind.__dict__.get("code") == code)
    kind = next(fitting, EngineError)
    return kind.__dict__.get("in_general") or _first_sentence(kind)


def _first_sentence(kind: type[EngineError]) -> str:
    return " ".join((kind.__doc__ or kind.__name__).split())


class ConfigError(EngineError):
    """A setting is missing or cannot be used. Check the command line and the environment."""

    code = "CONFIG"


class BadFile(EngineError):
    """The file cannot be read. Check that it is the right one."""

    code = "BAD_FILE"


class BadRequest(EngineError):
    """That cannot be done as asked. Check what you typed."""

    code = "BAD_REQUEST"


class HeldByAnother(BadRequest):
    """Another store has that already. Each store has its own."""

    def __init__(self, text: str, *, named: str, store_id: int, name: str, **params: str) -> None:
        """`text` does not tell which store it is, `named` does: for who was given that store."""
        super().__init__(text, **params)
        self.store_id, self._named, self._name = store_id, named, name

    def naming(self) -> BadRequest:
        """The same, telling which store it is."""
        return BadRequest(self._named, name=self._name, **self.params)


class StoreError(EngineError):
    """The workspace cannot be used. Check the folder."""

    code = "STORE"


class NoWorkspace(StoreError):
    """There is no workspace in {folder}. Check the folder, or begin with: storeboard run"""

    code = "NO_WORKSPACE"


class WorkspaceBusy(StoreError):
    """Another Storeboard holds this workspace. Use its screen, wait for its command, or stop it."""

    code = "WORKSPACE_BUSY"


class WorkspaceUnusable(StoreError):
    """The workspace folder cannot be read or written. Check its rights and the free space."""

    code = "WORKSPACE_UNUSABLE"


class WorkspaceLost(WorkspaceUnusable):
    """The database was closed or lost. What was saved is kept; jobs go on at the next start."""

    code = "WORKSPACE_LOST"


class Overtaken(StoreError):
    """Somebody else saved the same thing at this moment. Look at it again, then try again."""

    code = "OVERTAKEN"


class StoreTooNew(StoreError):
    """The workspace was written by a newer Storeboard. Update this one; nothing was changed."""

    code = "STORE_TOO_NEW"


class RuleBroken(EngineError):
    """A rule forbids this. See what it asks for."""

    code = "RULE"


class NotAllowed(RuleBroken):
    """Your account may not do this. Ask a manager of this workspace."""

    code = "NOT_ALLOWED"


class SignInFailed(RuleBroken):
    """The e-mail address or the password is wrong. Check both and try again."""

    code = "SIGN_IN_FAILED"


class StoreClosed(RuleBroken):
    """The store is switched off. Turn it on under Stores, Integration."""

    code = "STORE_CLOSED"


class SignedOut(RuleBroken):
    """You are not signed in, or your session has ended. Sign in again."""

    code = "SIGNED_OUT"


class NotAsTyped(RuleBroken):
    """NAVER says something else than what was typed. Compare both, then save again."""

    code = "NOT_AS_TYPED"


class ChangedMeanwhile(RuleBroken):
    """Somebody else changed the same meanwhile. Compare both values, then save again."""

    code = "CHANGED_MEANWHILE"

    def __init__(self, clashes: tuple[Clash, ...] = ()) -> None:
        """`clashes`: what two people changed in two ways."""
        self.clashes = clashes
        super().__init__()


class PrerequisitesMissing(RuleBroken):
    """Prerequisites are missing. Fetch them on the prerequisites page first."""

    code = "PREREQUISITES_MISSING"


class WriteUnsettled(RuleBroken):
    """It is not known whether the last change of this arrived at NAVER. Look at NAVER's values
    first.
    """

    code = "WRITE_UNSETTLED"


class FeeRateUnknown(RuleBroken):
    """No fee rate is known for that day. Choose another day or add the rate."""

    code = "FEE_RATE_UNKNOWN"


class CostUnknown(RuleBroken):
    """The cost is not known. Add it to the SKU."""

    code = "COST_UNKNOWN"


class MatchingNotAllowed(RuleBroken):
    """That matching mode cannot be used here. Choose another one."""

    code = "MATCHING_NOT_ALLOWED"


class VaultError(EngineError):
    """A secret cannot be opened. Check the key file."""

    code = "VAULT"


class KeyMissing(VaultError):
    """The key of this workspace is missing. Put the key file back, or set STOREBOARD_KEY; nothing
    was changed.
    """

    code = "KEY_MISSING"


class CannotDecrypt(VaultError):
    """A stored secret does not open with this key. Put the right key back, or enter the secret
    again.
    """

    code = "CANNOT_DECRYPT"


class NotSent(EngineError):
    """The message was not sent. Check the settings of alerts."""

    code = "NOT_SENT"

    def __init__(self, text: str | None = None, *, problem: str = "", **params: Any) -> None:
        """`problem` is a code that the outbox may keep: it shows no address."""
        self.problem = problem
        super().__init__(text, **params)


class JobError(EngineError):
    """The job cannot go on. See its report."""

    code = "JOB"


class AlreadyRunning(JobError):
    """A job of this kind is already running for this store. Wait for it or cancel it."""

    code = "ALREADY_RUNNING"


class Cancelled(JobError):
    """The job was cancelled. What it had saved stays; run it again to go on."""

    code = "CANCELLED"

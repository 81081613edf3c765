"""What can go wrong between here and NAVER; the tree of all errors is drawn in errors.py."""

from __future__ import annotations

from typing import Any

from engine.errors import EngineError


class ApiError(EngineError):
    """NAVER could not be asked. Try again in a moment."""

    code = "API"

    def __init__(
        self,
        text: str | None = None,
        *,
        method: str = "",
        path: str = "",
        trace_id: str | None = None,
        **params: Any,
    ) -> None:
        """`trace_id` is NAVER's request id (GNCP-GW-Trace-ID), None where there was no answer."""
        self.method, self.path, self.trace_id = method, path, trace_id
        super().__init__(text, **params)


class ApiUnreachable(ApiError):
    """NAVER does not answer. Check the address and the network, then try again."""

    code = "UNREACHABLE"


class NotConnected(ApiUnreachable):
    """{host} cannot be reached. Check the store's API address and the network, then try again."""


class ProxyRefused(NotConnected):
    """The proxy {proxy} does not let calls through to {host} ({reason}). Check
    STOREBOARD_OUTGOING_PROXY and what the proxy allows, then start Storeboard again.
    """

    code = "PROXY"
    in_general = (
        "The outgoing proxy lets no calls through to NAVER. Check STOREBOARD_OUTGOING_PROXY and"
        " what the proxy allows, then start Storeboard again."
    )


class CertificateUntrusted(NotConnected):
    """The certificate {host} showed is signed by nobody this machine trusts ({reason}). If your
    company looks into encrypted traffic, set STOREBOARD_CA_FILE to its certificate authority and
    start Storeboard again; if not, somebody else may be answering: ask who runs the network.
    """

    code = "CERTIFICATE"
    in_general = (
        "NAVER's address showed a certificate that this machine does not trust. Set"
        " STOREBOARD_CA_FILE to your company's certificate authority, or ask who runs the network."
    )


class ArrivalUnknown(ApiError):
    """It is not known whether the change arrived at NAVER. Look at NAVER's values before anything
    is sent again.
    """

    code = "ARRIVAL_UNKNOWN"


class ApiRejected(ApiError):
    """NAVER refused the request. See the reason it gave."""

    code = "REJECTED"

    def __init__(
        self,
        text: str | None = None,
        *,
        status: int = 0,
        naver_code: str | None = None,
        invalid_inputs: tuple[str, ...] = (),
        retry_after_seconds: float | None = None,
        **params: Any,
    ) -> None:
        """`status` is the HTTP status, `naver_code` the code in the body, `invalid_inputs` what
        NAVER complained of.
        """
        self.status, self.naver_code = status, naver_code
        self.invalid_inputs = invalid_inputs
        self.retry_after_seconds = retry_after_seconds
        super().__init__(text, **params)


class AuthFailed(ApiRejected):
    """The application id or secret is wrong. Copy both again from the Commerce API centre and save
    them.
    """

    code = "AUTH_FAILED"


class PermissionMissing(ApiRejected):
    """The application lacks an API group this needs. Add the group in the Commerce API centre; it
    counts once the present token ends, up to three hours later.
    """

    code = "PERMISSION_MISSING"


class IpNotAllowed(ApiRejected):
    """This machine's address is not registered with the application. Add its public IP in the
    Commerce API centre.
    """

    code = "IP_NOT_ALLOWED"


class Blocked(ApiRejected):
    """Something between here and NAVER, such as a firewall or a filter, refused {call} with a page
    of its own ({reason}). Ask who runs the network to let calls to the store's API address through.
    """

    code = "BLOCKED"
    in_general = (
        "Something between here and NAVER, such as a firewall, refuses the calls. Ask who runs the"
        " network to let calls to the store's API address through."
    )


class ClockOff(ApiRejected):
    """The clock of this machine is more than five minutes off. Set the time, then try again."""

    code = "CLOCK_OFF"


class NotFound(ApiRejected):
    """NAVER has no such item. It may have been deleted there."""

    code = "NOT_FOUND"


class RateLimited(ApiRejected):
    """NAVER asks us to slow down. Wait a moment, then try again."""

    code = "RATE_LIMITED"


class QuotaExceeded(ApiRejected):
    """The application's quota is used up. Wait until it renews, then resume."""

    code = "QUOTA_EXCEEDED"


class ApiDown(ApiRejected):
    """NAVER has a fault or is under maintenance. Try again later; nothing was lost."""

    code = "API_DOWN"


class ApiShapeChanged(ApiError):
    """NAVER's answer does not have the expected form. Update Storeboard, or report the trace id."""

    code = "SHAPE_CHANGED"


class ListingUnread(ApiShapeChanged):
    """NAVER's answer about this listing cannot be read: {member} is missing or of another type. It
    is left as it was here; the other listings go on. Look at it in the SmartStore centre; if all is
    well there, update Storeboard.
    """


class ListIncomplete(ApiError):
    """NAVER counts {total} products but its pages show only {shown}. Resume the job later; what was
    read is kept.
    """

    code = "LIST_INCOMPLETE"

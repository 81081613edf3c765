"""Hands an e-mail in at the team's mail server; the only import of smtplib."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from engine.domain.alerts import MailServer, Security
from engine.errors import NotSent

TIMEOUT_SECONDS = 20.0


def send_mail(
    server: MailServer, password: str, to: str, subject: str, body: str, now: datetime
) -> None:
    """Raises NotSent, which says what the mail server did and shows no address and no password."""
    message = _message(server.sender, to, subject, body, now)
    try:
        with _connect(server) as line:
            if server.user:
                line.login(server.user, password)
            line.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(
            "The mail server refused the user name or the password. Check both.",
            problem="MAIL_SIGN_IN",
        ) from error
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused) as error:
        raise NotSent(
            "The mail server refused the sender or the recipient. Check both addresses.",
            problem="MAIL_ADDRESS",
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSent(
            "The mail server does not offer what is set. Choose another security, or no user.",
            problem="MAIL_SECURITY",
        ) from error
    except ssl.SSLError as error:
        raise NotSent(
            "The mail server's certificate or encryption does not fit."
            " Check its name, the port and the security.",
            problem="MAIL_SECURITY",
        ) from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotSent(
            "The mail server does not answer as it should. Check its name and the port.",
            problem="MAIL_UNREACHABLE",
        ) from error


def _connect(server: MailServer) -> smtplib.SMTP:
    """A line to the server, private as far as that is set."""
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(
            server.host,
            server.port,
            timeout=TIMEOUT_SECONDS,
            context=ssl.create_default_context(),
        )
    line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    if server.security is Security.STARTTLS:
        try:
            line.starttls(context=ssl.create_default_context())
        except BaseException:
            line.close()
            raise
    return line


def _message(sender: str, to: str, subject: str, body: str, now: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message

"""What is answered when the disk or the database did not take something: no words are lost."""

import logging

from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from evidence.exceptions import StorageError
from evidence.storage import refusal_text
from harassguard.views import typed_again
from incidents.refusals import refusal_words

logger = logging.getLogger(__name__)
UNAVAILABLE = 503


class SetbackMiddleware(MiddlewareMixin):
    """Give back what was typed, with the reason, wherever a view has no better place for it."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError):
            reason = refusal_words(error)
        elif isinstance(error, StorageError):
            reason = str(error)
        elif isinstance(error, OSError) and error.errno:
            reason = refusal_text(error)
        else:
            return None
        logger.error("Something could not be stored.", exc_info=error)
        page = {**typed_again(request), "reason": reason}
        return render(request, "not_saved.html", page, status=UNAVAILABLE)


class PatientSessionMiddleware(SessionMiddleware):
    """Shows pages even while nothing can be written: only the session's clock stands still."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (OperationalError, SessionInterrupted) as error:
            if not was_refused(error):
                raise
            logger.exception("A session could not be stored.")
            return response


def was_refused(error: BaseException | None) -> bool:
    """Say whether the database refused; Django tells a session that was deleted the same way."""
    while error is not None and not isinstance(error, OperationalError):
        error = error.__context__
    return error is not None

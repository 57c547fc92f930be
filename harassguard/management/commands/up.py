"""`manage.py up`: make everything ready, serve the pages, run the worker, end both cleanly."""

import errno
import os
import sys
import threading
import webbrowser
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from harassguard import serving
from harassguard.bootstrap import speech
from harassguard.bootstrap.speech import say
from harassguard.preparation import pending_steps, prepare
from harassguard.recovery import sweep_leftovers
from incidents.services.access import issue_sign_in_token

DEFAULT_PORT = 8000


class Command(BaseCommand):
    help = "Set up what is missing, then serve HarassGuard on this machine until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="default: %(default)s")
        parser.add_argument(
            "--lan",
            action="store_true",
            help="also listen on the home network, where strangers reach friends' links only",
        )
        parser.add_argument(
            "--no-ocr", action="store_true", help="do not read the words in screenshots"
        )

    def handle(self, *, port: int, **options: Any) -> None:
        try:
            listener = serving.bind(serving.EVERYWHERE if settings.LAN else serving.LOOPBACK, port)
        except (OSError, OverflowError) as error:
            self.stderr.write(port_refusal(port, error))
            sys.exit(2)
        serving.stop_on_signals()
        worker = serving.BackgroundWorker()
        with listener:
            try:
                if steps := pending_steps():
                    self.tell(say(speech.PREPARING))
                prepare(steps)
                sweep_leftovers()
                server = serving.Server(listener)
                worker.start()
                self.announce(port)
                server.run()
            finally:
                serving.ignore_signals()
                worker.stop()
        self.tell(say(speech.STOPPED))

    def announce(self, port: int) -> None:
        """Print the way in, and show it in the browser where there is one."""
        link = f"http://{serving.LOOPBACK}:{port}/start/{issue_sign_in_token()}/"
        lines = [say(speech.RUNNING), f"  {link}"]
        if settings.LAN:
            addresses = [f"http://{host}:{port}/" for host in settings.LAN_HOSTS]
            sentence = speech.ON_THE_NETWORK if addresses else speech.NO_NETWORK_ADDRESS
            lines.append(say(sentence, addresses=", ".join(addresses)))
        self.tell("\n".join([*lines, say(speech.HOW_TO_STOP)]))
        if serving.has_browser(os.environ):
            threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()

    def tell(self, text: str) -> None:
        """Write it at once, whoever reads: a terminal, a pipe, a log."""
        self.stdout.write(text)
        self.stdout.flush()


def port_refusal(port: int, error: OSError | OverflowError) -> str:
    """Return the sentence that says why a port cannot be used."""
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return say(speech.PORT_TAKEN, port=port, other=port + 1)
    reason = error.strerror if isinstance(error, OSError) else error
    return say(speech.PORT_FORBIDDEN, port=port, reason=reason)

"""Who may come in: the first account, and one-time sign-in tokens printed by the program."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from incidents.models import Case, SignInToken, User
from incidents.services.cases import open_case

TOKEN_LIFE = timedelta(hours=12)


def token_digest(token: str) -> str:
    """Return the SHA-256 (hex) under which a token is kept."""
    return sha256(token.encode()).hexdigest()


def issue_sign_in_token() -> str:
    """Make a one-time token (128 bits, URL-safe), keep its digest, and return it."""
    now = timezone.now()
    SignInToken.objects.filter(expires_at__lt=now).delete()
    token = secrets.token_urlsafe(16)
    SignInToken.objects.create(token_digest=token_digest(token), expires_at=now + TOKEN_LIFE)
    return token


def is_token_good(token: str) -> bool:
    """Say whether a token would still let someone in, without using it up."""
    return SignInToken.objects.filter(
        token_digest=token_digest(token), expires_at__gt=timezone.now()
    ).exists()


@transaction.atomic
def use_sign_in_token(token: str) -> bool:
    """Use a token up; returns whether it was good."""
    used, _ = SignInToken.objects.filter(
        token_digest=token_digest(token), expires_at__gt=timezone.now()
    ).delete()
    return used == 1


def needs_set_up() -> bool:
    """Say whether nobody has chosen a passphrase yet; the example's account has none."""
    return not any(user.has_usable_password() for user in User.objects.all())


@transaction.atomic
def set_up(*, token: str, name: str, passphrase: str, display_name: str = "") -> User | None:
    """
    Make the first account and its first case, using the token up.

    An account that only holds the example case is taken over. Returns None when the token is no
    longer good or somebody has set up already.
    """
    if not needs_set_up() or not use_sign_in_token(token):
        return None
    user = User.objects.first() or User(is_staff=True, is_superuser=True)
    user.username = name
    user.set_password(passphrase)
    user.save()
    user.current_case = open_case(owner=user, borrower_name=name, display_name=display_name)
    user.save(update_fields=["current_case"])
    return user


def case_of(user: User) -> Case | None:
    """Return the case that a person works on: the one she opened last, or her newest."""
    cases = Case.objects.visible_to(user).alias(is_current=Q(pk=user.current_case_id))
    return cases.order_by("-is_current", "-pk").first()


def work_on(*, user: User, case: Case) -> None:
    """Make a case the one that a person works on."""
    user.current_case = case
    user.save(update_fields=["current_case"])


def set_privacy(*, user: User, is_discreet: bool, exit_address: str) -> None:
    """Choose what windows are called and where the quick exit leads."""
    user.is_discreet = is_discreet
    user.exit_address = exit_address
    user.save(update_fields=["is_discreet", "exit_address"])


def set_passphrase(*, user: User, passphrase: str) -> None:
    """Give an account another passphrase; what is signed in elsewhere is signed out."""
    user.set_password(passphrase)
    user.save(update_fields=["password"])

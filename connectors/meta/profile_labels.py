"""What a profile of Instagram or Threads calls its fields, in the languages that accounts are kept in.

Only what is known by its label is taken, since e-mail address and telephone number lie beside it. The
English labels are those of real files, the others are what the apps call these fields. Knows no files.
"""

from __future__ import annotations

from dataclasses import dataclass

from connectors.meta.text import repaired


def _labels(words: str) -> frozenset[str]:
    return frozenset(words.split("|"))


_HANDLE = _labels(
    "username|gebruikersnaam|benutzername|nutzername|nom d'utilisateur|nom d’utilisateur|nombre de usuario"
    "|nome utente|nome de usuário|nome de utilizador"  # codespell:ignore nome
    "|användarnamn|brugernavn|brukernavn|käyttäjätunnus|käyttäjänimi"
    "|nazwa użytkownika|uživatelské jméno|používateľské meno|felhasználónév|nume de utilizator"
    "|korisničko ime|kullanıcı adı|имя пользователя|ім'я користувача|όνομα χρήστη|שם משתמש|اسم المستخدم"
    "|用户名|用戶名稱|使用者名稱|ユーザーネーム|사용자 이름|ชื่อผู้ใช้|tên người dùng|nama pengguna"
)
_NAME = _labels(
    "name|full name|naam|nom|nombre|nome|namn|navn|nimi"  # codespell:ignore nome
    "|imię i nazwisko|imię|jméno|meno|név|nume|ime|ad|isim"
    "|имя|ім'я|όνομα|שם|الاسم|姓名|名称|名稱|名前|이름|ชื่อ|tên|nama"
)
_BIO = _labels(
    "bio|biografie|biographie|biografía|biografia|biografi|biyografi|steckbrief|presentation|presentación"
    "|présentation|presentazione|esittely|биография|о себе|біографія|βιογραφικό|ביוגרפיה|السيرة الذاتية"
    "|个人简介|個人簡介|自己紹介|소개|ชีวประวัติ|tiểu sử"
)
_WEBSITE = _labels(
    "website|web site|webseite|site web|sitio web|sito web|site|webbplats|hjemmeside|nettsted"
    "|verkkosivusto|strona internetowa|web|weboldal|сайт|веб-сайт|ιστότοπος|网站|網站"
    "|ウェブサイト|웹사이트"
)
_FIELDS = (("handle", _HANDLE), ("name", _NAME), ("bio", _BIO), ("website", _WEBSITE))
_PRIVATE = "private account"


@dataclass(frozen=True, slots=True)
class About:
    """What an account says of itself."""

    handle: str = ""
    """Without `@`."""
    name: str = ""
    bio: str = ""
    website: str = ""
    is_private: bool = False


def about(fields: object) -> About:
    """What the labelled fields (`string_map_data`) of a profile say; what has another label is dropped."""
    found: dict[str, str] = {}
    is_private = False
    for label, value in fields.items() if isinstance(fields, dict) else ():
        said = value.get("value") if isinstance(value, dict) else None
        if isinstance(said, str):
            name = repaired(label).strip().lower()
            for what, labels in _FIELDS:
                if name in labels:
                    found.setdefault(what, repaired(said))
            is_private = is_private or (name == _PRIVATE and said.lower() == "true")
    found["handle"] = found.get("handle", "").strip().lstrip("@")
    return About(**found, is_private=is_private)


def is_username(label: str) -> bool:
    """Whether a label announces a handle."""
    return label.strip().lower() in _HANDLE


def is_bio(label: str) -> bool:
    """Whether a field that was changed is the bio, by its name."""
    name = label.strip().lower()
    return name in _BIO or "bio" in name

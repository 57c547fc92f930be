"""The sentences of the terminal, in the language of the person in front of it."""

from __future__ import annotations

import locale
import os
import sys
from typing import Mapping, NamedTuple  # noqa: UP035  (read by Pythons too old to run it)


class Sentence(NamedTuple):
    zh: str
    en: str


PYTHON_TOO_OLD = Sentence(
    "HarassGuard 需要 Python 3.11 或更高版本，当前是 {version}。",
    "HarassGuard needs Python 3.11 or newer; this is {version}.",
)
ANOTHER_SET_UP = Sentence(
    "另一个窗口正在安装，等它完成……",
    "Another set-up is running; waiting for it to finish…",
)
INSTALLING_SYSTEM = Sentence(
    "正在安装系统软件包：{packages}",
    "Installing system packages: {packages}",
)
SYSTEM_SECONDS = Sentence(
    "正在安装系统软件包，已用 {seconds} 秒",
    "Installing system packages, {seconds} s so far",
)
SYSTEM_DONE = Sentence(
    "系统软件包已装好（{seconds} 秒）。",
    "System packages are in place ({seconds} s).",
)
ASK_SUDO = Sentence(
    "HarassGuard 还需要这些系统软件包：{packages}。现在用 sudo 安装吗？[Y/n] ",
    "HarassGuard also needs these system packages: {packages}. Install them with sudo now? [Y/n] ",
)
NAME_PACKAGES = Sentence(
    "还缺少系统软件包，请先运行：{command}",
    "Some system packages are missing; please run first: {command}",
)
NAME_LIBRARIES = Sentence(
    "还缺少 {names}，请用系统的软件包管理器装好，再运行同一条命令。",
    "Still missing: {names}; install them with your system's package manager, "
    "then run the same command again.",
)
SYSTEM_FAILED = Sentence(
    "系统软件包没有装上（{reason}）。请手动运行：{command}",
    "The system packages could not be installed ({reason}). Please run by hand: {command}",
)
NEEDS_HOMEBREW = Sentence(
    "生成 PDF 还需要 Pango，请用 Homebrew 安装：brew install pango，再运行同一条命令。",
    "PDFs also need Pango: install it with Homebrew (brew install pango), "
    "then run the same command again.",
)
NEEDS_MSYS2 = Sentence(
    "生成 PDF 还需要 Pango，请在 MSYS2 里运行：pacman -S mingw-w64-ucrt-x86_64-pango，"
    "再运行同一条命令。",
    "PDFs also need Pango: install it in MSYS2 (pacman -S mingw-w64-ucrt-x86_64-pango), "
    "then run the same command again.",
)
PART_MISSING = Sentence(
    "缺少 {name}，证据包无法正确生成。",
    "{name} is missing; bundles cannot be made properly without it.",
)
MAKING_ENVIRONMENT = Sentence(
    "正在建立 Python 环境……",
    "Making the Python environment…",
)
ENVIRONMENT_FAILED = Sentence(
    "无法建立 Python 环境（{reason}）。",
    "The Python environment could not be made ({reason}).",
)
FETCHING = Sentence(
    "正在下载 Python 软件包：{done}/{total}",
    "Fetching Python packages: {done} of {total}",
)
INSTALLING = Sentence(
    "正在安装 Python 软件包：{done}/{total}",
    "Installing Python packages: {done} of {total}",
)
INSTALLED = Sentence(
    "{total} 个 Python 软件包已装好（{seconds} 秒）。",
    "All {total} Python packages are in place ({seconds} s).",
)
TRYING_AGAIN = Sentence(
    "下载中断，{seconds} 秒后再试……",
    "The download broke off; trying again in {seconds} s…",
)
NO_NETWORK = Sentence(
    "连不上软件包索引，Python 软件包没有装好。请检查网络或代理（也可用 PIP_INDEX_URL 指定镜像），"
    "再运行同一条命令。",
    "The package index cannot be reached, so the Python packages are not installed. Check the "
    "network or the proxy (PIP_INDEX_URL names a mirror), then run the same command again.",
)
NO_SPACE = Sentence(
    "磁盘空间不足，Python 软件包没有装好。请腾出约 1 GB 空间，再运行同一条命令。",
    "The disk is full, so the Python packages are not installed. Free about 1 GB, "
    "then run the same command again.",
)
PIP_FAILED = Sentence(
    "Python 软件包没有装好（{reason}）。完整记录：{log}",
    "The Python packages could not be installed ({reason}). Full log: {log}",
)
INTERRUPTED = Sentence(
    "安装已中断；再运行同一条命令就会继续。",
    "Set-up was interrupted; the same command takes it up again.",
)
PREPARING = Sentence(
    "正在准备数据库和页面文件……",
    "Preparing the database and the page files…",
)
RUNNING = Sentence(
    "HarassGuard 已启动。用下面的链接登录（只能用一次，12 小时内有效）：",
    "HarassGuard is running. Sign in with this link (it works once, for 12 hours):",
)
ON_THE_NETWORK = Sentence(
    "同一网络里的手机可用这个地址打开亲友链接：{addresses}",
    "Phones on the same network reach friends' links under: {addresses}",
)
NO_NETWORK_ADDRESS = Sentence(
    "没有找到家庭网络地址，其他设备可能打不开亲友链接。",
    "No home network address was found; other devices may not reach friends' links.",
)
HOW_TO_STOP = Sentence("按 Ctrl-C 停止。", "Press Ctrl-C to stop.")
STOPPED = Sentence("已停止。", "Stopped.")
PORT_TAKEN = Sentence(
    "端口 {port} 已被占用：HarassGuard 可能已在运行，或用 --port {other} 换一个端口。",
    "Port {port} is in use: HarassGuard may be running already, or choose another "
    "with --port {other}.",
)
PORT_FORBIDDEN = Sentence(
    "不能使用端口 {port}（{reason}），请用 --port 换一个。",
    "Port {port} cannot be used ({reason}); choose another with --port.",
)


class SetupError(Exception):
    """What stops the set-up, in a sentence fit to show a person."""


def speaks_chinese(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Say whether the terminal's language is Chinese (POSIX order of the variables)."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(variable):
            return environ[variable].lower().startswith("zh")
    if platform == "win32":
        return (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese"))
    return False


def say(sentence: Sentence, **values: object) -> str:
    """Return the sentence in the terminal's language, its blanks filled in."""
    return (sentence.zh if speaks_chinese() else sentence.en).format(**values)

"""`congvu search check` and `rebuild`: are the words of search what the rows say, and writing them anew."""

import argparse
import sys

from congvu.cli.place import open_made


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    search = commands.add_parser("search", help="kiểm tra hoặc lập lại bảng từ để tìm hồ sơ")
    words = search.add_subparsers(dest="what", required=True, metavar="VIỆC")
    words.add_parser("check", help="so bảng từ với các dòng hồ sơ").set_defaults(run=run_check)
    words.add_parser("rebuild", help="lập lại bảng từ từ các dòng hồ sơ").set_defaults(run=run_rebuild)


def run_check(args: argparse.Namespace) -> int:
    """Say whether every dossier is found by what its rows say; name the first ones that are not."""
    open_made()
    from congvu.dossiers.words import out_of_step

    wrong = out_of_step()
    if wrong:
        some = ", ".join(wrong[:5])
        print(f"{len(wrong)} hồ sơ có bảng từ sai, ví dụ {some}. Chạy: congvu search rebuild", file=sys.stderr)
        return 1
    print("Bảng từ khớp với mọi hồ sơ.")
    return 0


def run_rebuild(args: argparse.Namespace) -> int:
    """Write all words anew; people may go on working and searching meanwhile."""
    open_made()
    from tqdm import tqdm

    from congvu.dossiers.commands.finding import rebuild_words

    with tqdm(unit=" hồ sơ", disable=not sys.stderr.isatty()) as bar:
        count = rebuild_words(progress=bar.update)
    print(f"Đã lập lại bảng từ của {count} hồ sơ.")
    return 0

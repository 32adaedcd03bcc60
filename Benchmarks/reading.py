#!/usr/bin/env python3
"""How well models of texts, hosts and links do: within a set, across sets, and beside scikit-learn and fastText.

    reading.py PROGRAM DATA [PART …] [--folds 5] [--seed 1] [--statements FOLDER]

DATA holds dialogues/train.jsonl.gz, scam_hosts/train.csv.gz and phishing_urls/train.csv.gz; a set that is not there is skipped, and
said to be. Parts: dialogues hosts links across peers; all without any. Folds are drawn at random by the seed; each is trained and
evaluated by `reading train` and `reading evaluate` alone, and the means over the folds are printed. `peers` needs scikit-learn and
fasttext-wheel in the Python that runs this, and puts all on one core; what is missing there is said.
"""
import argparse
import csv
import gzip
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time
from urllib.parse import urlsplit


def dialogues(data):
    path = data / "dialogues/train.jsonl.gz"
    if not path.exists():
        return None
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [(row["text"], row["label"]) for row in map(json.loads, file)]


def table(path):
    if not path.exists():
        return None
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [(row[0], row[1]) for row in list(csv.reader(file))[1:]]


def hosts(data):
    return table(data / "scam_hosts/train.csv.gz")


def links(data):
    return table(data / "phishing_urls/train.csv.gz")


class Program:
    """`reading` of the program, with examples in files that it reads."""

    def __init__(self, path, folder):
        self.path, self.folder = path, pathlib.Path(folder)

    def file(self, name, examples, is_text):
        path = self.folder / name
        with open(path, "w", encoding="utf-8", newline="") as file:
            if is_text:
                for text, label in examples:
                    file.write(json.dumps({"text": text, "label": label}, ensure_ascii=False) + "\n")
            else:
                csv.writer(file).writerows([("host", "label"), *examples])
        return path

    def train(self, examples, is_text):
        """The model's file, and the seconds that it took."""
        model, kind = self.folder / "model", [] if is_text else ["hosts"]
        data = self.file("train", examples, is_text)
        start = time.monotonic()
        self.run(*kind, "train", "--data", data, "--model", model)
        return model, time.monotonic() - start

    def evaluate(self, model, examples, is_text, positive=None):
        kind = [] if is_text else ["hosts"]
        wanted = ["--positive", positive] if positive else []
        data = self.file("test", examples, is_text)
        return json.loads(self.run(*kind, "evaluate", "--model", model, "--data", data, *wanted, "--json"))

    def run(self, *words):
        done = subprocess.run([self.path, "reading", *map(str, words)], capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        return done.stdout


def folds(examples, count, seed):
    """Pairs of what is trained on and what is tried."""
    order = examples[:]
    random.Random(seed).shuffle(order)
    for fold in range(count):
        yield [one for place, one in enumerate(order) if place % count != fold], order[fold::count]


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def within(program, name, examples, is_text, positive, options):
    """One line for a set, and how sure the model was beside how often it was right."""
    figures = []
    for learnt, tried in folds(examples, options.folds, options.seed):
        model, seconds = program.train(learnt, is_text)
        figures.append(program.evaluate(model, tried, is_text, positive) | {"seconds": seconds, "size": model.stat().st_size})
    line = [f"accuracy {mean(f['accuracy'] for f in figures):.3f}", f"macro F1 {mean(f['macro_f1'] for f in figures):.3f}",
            f"calibration error {mean(f['calibration_error'] for f in figures):.3f}"]
    if positive:
        line += rates([f["rates"] for f in figures])
    line += [f"training {mean(f['seconds'] for f in figures):.1f} s", f"{mean(f['size'] for f in figures) / 1e6:.1f} MB",
             f"{mean(f['texts_per_second'] for f in figures):,.0f} texts/s",
             f"{mean(f['characters_per_second'] for f in figures) / 1e6:.1f} M characters/s"]
    print(f"{name}: {len(examples)} examples, {options.folds} folds: " + ", ".join(line))
    for start in sorted({bin["from"] for f in figures for bin in f["reliability"]}):
        bins = [bin for f in figures for bin in f["reliability"] if bin["from"] == start]
        count = sum(bin["examples"] for bin in bins)
        said, right = (sum(bin[key] * bin["examples"] for bin in bins) / count for key in ("confidence", "accuracy"))
        print(f"  said {said:.2f}  right {right:.2f}  {count}")


def rates(found):
    return [f"AUC {mean(r['auc'] for r in found):.3f}", f"recall {mean(r['recall'] for r in found):.3f}",
            f"false alarms {mean(r['false_positive_rate'] for r in found):.3f}",
            f"recall at 1 % false alarms {mean(r['recall_at_1_percent'] for r in found):.3f}"]


# Across sets: the model keeps the threshold of the set that it was trained on.

def two(examples, fraud):
    return [(text, "1" if fraud(label) else "0") for text, label in examples]


def host(link):
    """The host of a link, as a list of hosts has it."""
    try:
        name = urlsplit(link if "//" in link else "//" + link).hostname or link
    except ValueError:
        return link
    return name.removeprefix("www.")


def written(folder, name="*"):
    """The statements written for the tests, without their marks."""
    for path in sorted(pathlib.Path(folder).glob(f"{name}/*.txt")):
        for block in path.read_text(encoding="utf-8").split("## id=")[1:]:
            head, _, body = block.partition("\n")
            body = "\n".join(line for line in body.split("\n") if not line.startswith("-> ")).strip()
            yield re.sub(r"⟦[^|⟧]*\|([^|⟧]*)\|[^⟧]*⟧", r"\1", body), re.search(r"type=(\S+)", head).group(1)


def shipped():
    folder = pathlib.Path(__file__).resolve().parent.parent / "Sources/Reading/Training"
    for path in sorted(folder.glob("*.jsonl")):
        with open(path, encoding="utf-8") as file:
            yield from ((row["text"], row["label"]) for row in map(json.loads, file))


def across(program, data, options):
    def line(name, learnt, tried, is_text):
        model, _ = program.train(learnt, is_text)
        found = program.evaluate(model, tried, is_text, "1")
        print(f"across: {name}: {len(learnt)} to {len(tried)}: accuracy {found['accuracy']:.3f}, "
              + ", ".join(rates([found["rates"]]) + [f"familiar {found['familiar']:.3f}"]))

    by_name = hosts(data), links(data)
    if all(by_name):
        names = [(name.removeprefix("www."), label) for name, label in by_name[0]]
        addresses = sorted({(host(link), "1" if label == "phishing" else "0") for link, label in by_name[1]})
        line("hosts of Taiwan's list to hosts of phishing links", names, addresses, False)
        line("hosts of phishing links to hosts of Taiwan's list", addresses, names, False)
    talks = dialogues(data)
    ours = two(shipped(), lambda label: label != "NONE")
    statements = two(written(options.statements), lambda label: label != "NONE") if options.statements else []
    if talks:
        talks = two(talks, is_fraud)
        line("texts written for the program to dialogues", ours, talks, True)
        line("dialogues to texts written for the program", talks, ours, True)
        if statements:
            line("dialogues to statements (all frauds)", talks, statements, True)
    if statements:
        line("texts written for the program to statements", ours, statements, True)


def is_fraud(label):
    """The label of a dialogue that is none of everyday life."""
    return "诈骗" in label or label == "身份盗窃"


# Beside other programs.

def peers(program, examples, options):
    """One fold, one core; the time of reading a type alone, the texts in memory."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    learnt, tried = next(folds(examples, options.folds, options.seed))
    characters = sum(len(text) for text, _ in tried)
    model, seconds = program.train(learnt, True)
    ours = program.evaluate(model, tried, True)
    show("Shouwang", ours["macro_f1"], seconds, ours["characters_per_second"], model.stat().st_size)
    for peer in (linear_machine, fast_text):
        try:
            name, answers, learning, reading, size = peer(learnt, tried, program.folder)
        except ImportError as error:
            print(f"peers: {error}: skipped")
            continue
        show(name, macro_f1([label for _, label in tried], answers), learning, characters / reading, size)


def show(name, f1, learning, speed, size):
    print(f"peers: {name}: macro F1 {f1:.3f}, training {learning:.1f} s, {speed / 1e6:.2f} M characters/s, {size / 1e6:.1f} MB")


def macro_f1(truths, answers):
    scores = []
    for label in set(truths):
        right = sum(a == b == label for a, b in zip(truths, answers))
        scores.append(2 * right / (truths.count(label) + answers.count(label)) if right else 0)
    return mean(scores)


def linear_machine(learnt, tried, _):
    import pickle
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    start = time.monotonic()
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    machine = LinearSVC().fit(vectors.fit_transform([text for text, _ in learnt]), [label for _, label in learnt])
    learning, start = time.monotonic() - start, time.monotonic()
    answers = list(machine.predict(vectors.transform([text for text, _ in tried])))
    return ("scikit-learn, linear SVM on runs of 1 to 3 characters", answers, learning, time.monotonic() - start,
            len(pickle.dumps((vectors, machine))))


def fast_text(learnt, tried, folder):
    import fasttext

    def spaced(text):
        return " ".join(text.replace("\n", "").replace(" ", ""))

    path, binary = folder / "fasttext.txt", folder / "fasttext.bin"
    labels = sorted({label for _, label in learnt})
    path.write_text("".join(f"__label__{labels.index(label)} {spaced(text)}\n" for text, label in learnt), encoding="utf-8")
    start = time.monotonic()
    model = fasttext.train_supervised(str(path), wordNgrams=3, epoch=10, lr=0.5, dim=50, bucket=500_000, thread=1, verbose=0)
    learning, start = time.monotonic() - start, time.monotonic()
    # Its own way to many answers at once fails with new versions of NumPy.
    answers = [labels[int(model.f.predict(spaced(text), 1, 0.0, "strict")[0][1].removeprefix("__label__"))] for text, _ in tried]
    reading = time.monotonic() - start
    model.save_model(str(binary))
    return "fastText, runs of up to 3 characters", answers, learning, reading, binary.stat().st_size


def main():
    parts = {"dialogues": (dialogues, True, None), "hosts": (hosts, False, "1"), "links": (links, False, "phishing")}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("parts", nargs="*", metavar="PART", help=" ".join([*parts, "across", "peers"]))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--statements", type=pathlib.Path, help="folders of written statements, tuning and heldout")
    options = parser.parse_args()
    wanted = options.parts or [*parts, "across", "peers"]
    with tempfile.TemporaryDirectory() as folder:
        program = Program(options.program, folder)
        for name in parts.keys() & set(wanted):
            load, is_text, positive = parts[name]
            examples = load(options.data)
            if examples is None:
                print(f"{name}: not in {options.data}: skipped")
            else:
                within(program, name, examples, is_text, positive, options)
        if "across" in wanted:
            across(program, options.data, options)
        if "peers" in wanted:
            talks = dialogues(options.data)
            print("peers: no dialogues: skipped") if talks is None else peers(program, talks, options)


if __name__ == "__main__":
    main()

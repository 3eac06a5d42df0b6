"""Compares a workbook of registers with the data attached to the report of the same vault: registers.py WORKBOOK DATA."""

import datetime
import json
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
data = json.load(open(sys.argv[2], encoding="utf-8"))
wrong = []


def same(what, cell, wanted):
    if isinstance(wanted, float) and isinstance(cell, (int, float)):
        if abs(cell - wanted) < 1e-9:
            return
    if (cell or None) != (wanted or None) and not (cell == 0 == wanted):
        wrong.append(f"{what}: {cell!r} is not {wanted!r}")


def day(text):
    return datetime.datetime.fromisoformat(text) if text else None


def moment(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0)


def rows(sheet):
    lines = list(book[sheet].iter_rows(values_only=True))
    return [dict(zip(lines[0], line)) for line in lines[1:]]


names = ["About", "Findings", "Risks", "Treatment plan", "Requirements", "Questions", "Evidence", "Threats"]
same("sheets", book.sheetnames, names)
for sheet in book:
    if sheet.freeze_panes != "B2":
        wrong.append(f"{sheet.title} is not frozen below its heading")
    if sheet.auto_filter.ref != sheet.dimensions:
        wrong.append(f"{sheet.title} is filtered over {sheet.auto_filter.ref}, not {sheet.dimensions}")
    for line in sheet.iter_rows():
        for cell in line:
            if cell.data_type == "f" or cell.hyperlink is not None:
                wrong.append(f"{sheet.title}!{cell.coordinate} is more than a value")
            if cell.value is not None and not cell.alignment.wrap_text:
                wrong.append(f"{sheet.title}!{cell.coordinate} is not wrapped")
    for column in sheet.iter_cols(max_row=1):
        if not sheet.column_dimensions[column[0].column_letter].width >= 8:
            wrong.append(f"{sheet.title}: {column[0].value} has no width")

about = {row["What"]: row["Value"] for row in rows("About")}
same("score", about["Score, of 100"], data["results"]["concluded"]["score"])
same("coverage", about["Coverage, %"], data["results"]["concluded"]["coverage"])

findings = rows("Findings")
same("findings", len(findings), len(data["findings"]))
for row, one in zip(findings, data["findings"]):
    same("finding", row["No."], one["id"])
    for column, field in [
        ("Finding", "title"),
        ("Condition", "condition"),
        ("Criterion", "criterion"),
        ("Cause", "cause"),
        ("Effect", "effect"),
        ("Recommendation", "recommendation"),
        ("Owner", "owner"),
        ("Vendor's response", "vendor_response"),
        ("Question", "question"),
    ]:
        same(f"{one['id']} {field}", row[column], one[field])
    same(f"{one['id']} severity", row["Severity"].lower(), one["severity"])
    same(f"{one['id']} due", row["Due"], day(one["due"]))

risks = rows("Risks")
same("risks", len(risks), len(data["risks"]))
for row, one in zip(risks, data["risks"]):
    same("risk", row["No."], one["id"])
    for when in ["inherent", "residual"]:
        for what in ["likelihood", "impact"]:
            same(f"{one['id']} {when} {what}", row[f"{when.title()} {what}"], one["ratings"][when][what])
        same(f"{one['id']} {when} band", row[f"{when.title()} band"], one[f"{when}_band"])
    same(f"{one['id']} scenario", row["Scenario"], one["scenario"])
    same(f"{one['id']} controls", row["Controls"], "; ".join(one["controls"]))
    same(f"{one['id']} due", row["Due"], day(one["due"]))

wanted = [one for framework in data["results"]["frameworks"] for one in framework["requirements"]]
requirements = rows("Requirements")
same("requirements", len(requirements), len(wanted))
for row, one in zip(requirements, wanted):
    same("requirement", row["Id"], one["id"])
    figure = one["figure"] if one["state"] != "not-applicable" else {}
    same(f"{one['id']} score", row["Score, of 100"], figure.get("score"))
    same(f"{one['id']} coverage", row["Coverage, %"], figure.get("coverage"))
    same(f"{one['id']} concluded", row["Questions concluded"], figure.get("concluded"))
    same(f"{one['id']} applicable", row["Questions that apply"], figure.get("applicable"))

questions = {row["No."]: row for row in rows("Questions")}
same("questions", len(questions), len(data["responses"]) + len(data["questions_not_asked"]))
for one in data["responses"]:
    row = questions[one["question"]]
    same(f"{one['question']} level", row["Level that counts"], one["evidence_level"])
    same(f"{one['question']} weight", row["Weight"], one["weight"])
    same(f"{one['question']} comment", row["Vendor's comment"], one["comment"])
    same(f"{one['question']} rationale", row["What was done and seen"], one["rationale"])
    owed = one["owed"] or {"what": None, "until": None}
    same(f"{one['question']} owed", row["Owed until"], day(owed["until"]))

evidence = rows("Evidence")
same("evidence", len(evidence), len(data["evidence"]))
for row, one in zip(evidence, data["evidence"]):
    same("evidence", row["No."], one["number"])
    same(f"{one['number']} dated", row["Dated"], day(one["issued"]))
    same(f"{one['number']} until", row["Valid until"], day(one["valid_until"]))
    same(f"{one['number']} received", row["Received"], moment(one["received"]))
    file = one["file"] or {"size": None, "sha256": None}
    same(f"{one['number']} size", row["Bytes"], file["size"])
    same(f"{one['number']} hash", row["SHA-256"], file["sha256"])

threats = rows("Threats")
same("threats", len(threats), len(data["threats"]) + len(data["recorded_threats"]))
for row, one in zip(threats, data["threats"]):
    same("threat", row["Id"], one["id"])
    same(f"{one['id']} likelihood", row["Likelihood suggested"], one["likelihood"])
    same(f"{one['id']} impact", row["Impact suggested"], one["impact"])
    same(f"{one['id']} band", row["Band or severity"], one["suggested_band"])
    same(f"{one['id']} decision", row["Decision"].lower().replace(" ", "-"), one["decision"])

plan = rows("Treatment plan")
conditions = data["decision"]["conditions"] if data["decision"] else []
owed = [one for one in data["responses"] if one["owed"]]
treated = [one for one in data["risks"] if one["status"] != "closed"]
same("tasks", len(plan), len(data["findings"]) + len(treated) + len(conditions) + len(owed))
dues = [row["Due"] for row in plan if row["Due"] is not None]
same("order of the plan", dues, sorted(dues))

# A comparison of nothing would be true of anything.
compared = len(findings) + len(risks) + len(requirements) + len(questions) + len(evidence) + len(threats)
if min(len(findings), len(risks), len(evidence), len(threats), len(dues)) < 3 or compared < 500:
    wrong.append(f"only {compared} rows were compared")

print(f"{compared} rows compared")
print("\n".join(wrong[:40]))
sys.exit(1 if wrong else 0)

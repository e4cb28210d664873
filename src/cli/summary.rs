//! The closing summary of a run, for people and for machines.

use serde_json::{Value, json};

use crate::derive::Summary;
use crate::pipeline::{Measured, RunSummary};
use crate::report::Status;

use super::out::hidden;

/// For people: what the dataset holds, then how the run went.
pub(super) fn text(done: &RunSummary, summary: &Summary) -> String {
    let (tally, seconds) = (&done.tally, done.elapsed.as_secs_f64());
    let mut text = format!("{summary}\n");
    text += &format!(
        "Documents  {} parsed, {} reports, {} duplicates, {} rejects\n",
        tally.read,
        tally.reports,
        tally.duplicates,
        tally.rejected()
    );
    if done.left_out.hidden > 0 {
        let hidden = hidden(done.left_out.hidden);
        text += &format!("Left out   {hidden} (names that begin with a dot, __MACOSX)\n");
    }
    for (name, list) in [("Slowest", &done.timings.slowest), ("Largest", &done.timings.largest)] {
        for (document, name) in list.iter().zip(std::iter::once(name).chain(std::iter::repeat(""))).take(3) {
            let Measured { source_uri, bytes, parse } = document;
            text += &format!("{name:<9}  {source_uri}  {bytes} bytes, {:.1} ms\n", parse.as_secs_f64() * 1e3);
        }
    }
    text + &format!("{} documents in {seconds:.1} s, {:.0} a second", tally.documents, rate(tally.documents, seconds))
}

/// For machines.
pub(super) fn json(done: &RunSummary, summary: &Summary) -> Value {
    let tally = &done.tally;
    let timings = &done.timings;
    let stage = |name: &str, seconds: f64| {
        (name.to_owned(), json!({ "seconds": seconds, "documents_per_second": rate(tally.documents, seconds) }))
    };
    let stages: serde_json::Map<String, Value> = [
        stage("read", timings.read.as_secs_f64()),
        stage("parse", timings.parse.as_secs_f64()),
        stage("rows", timings.rows.as_secs_f64()),
        stage("write", timings.write.as_secs_f64()),
        stage("publish", timings.publish.as_secs_f64()),
        stage("total", done.elapsed.as_secs_f64()),
    ]
    .into_iter()
    .collect();
    let documents = |list: &[Measured]| -> Value {
        let document =
            |m: &Measured| json!({ "source_uri": m.source_uri, "bytes": m.bytes, "seconds": m.parse.as_secs_f64() });
        list.iter().map(document).collect()
    };
    let rejects: serde_json::Map<String, Value> =
        tally.rejects.iter().map(|(reason, &count)| (reason.code().to_owned(), json!(count))).collect();
    let cells: serde_json::Map<String, Value> =
        Status::ALL.iter().zip(tally.cells).map(|(status, count)| (status.code().to_owned(), json!(count))).collect();
    let years: serde_json::Map<String, Value> = summary
        .years
        .iter()
        .map(|(year, &count)| (year.map_or_else(|| "unknown".to_owned(), |y| y.to_string()), json!(count)))
        .collect();
    let findings: Vec<Value> = summary
        .findings
        .iter()
        .map(|(key, &count)| json!({ "check": key.first(), "severity": key.get(1), "count": count }))
        .collect();
    json!({
        "snapshot": done.manifest.id,
        "dataset": summary.dataset,
        "documents": tally.documents,
        "parsed": tally.read,
        "linked_files": done.linked,
        "bytes": tally.bytes,
        "reports": tally.reports,
        "duplicates": tally.duplicates,
        "left_out": { "hidden": done.left_out.hidden, "datasets": done.left_out.datasets },
        "rejects": rejects,
        "cells": cells,
        "years": years,
        "findings": findings,
        "stages": stages,
        "slowest": documents(&timings.slowest),
        "largest": documents(&timings.largest),
    })
}

fn rate(documents: u64, seconds: f64) -> f64 {
    (documents as f64 / seconds.max(1e-9)).round()
}

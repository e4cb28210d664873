//! The same for programs: the rows that the document adds to the dataset, as JSON.
//!
//! One object with a key for each table of the dataset, each a list of rows; a row's keys are the table's
//! columns, after `report_year` where the dataset has it as a directory. It is made from the rows that a run
//! would write, so the names and values cannot differ from the dataset's.

use std::io::{self, Write};

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int16Type, Int32Type, Int64Type, UInt16Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use serde_json::Value;

use crate::pipeline::ReadDocument;
use crate::reader::Reader;
use crate::report::Report;
use crate::rows::tables::Table;
use crate::rows::{Batches, RowsError, TableBatch};
use crate::source::Reject;

/// Writes the rows of one document; the outer error is a defect of this program, the inner one the reader's.
pub(super) fn write(
    read: &Result<Report, Reject>,
    reader: &Reader,
    out: &mut impl Write,
) -> Result<io::Result<()>, RowsError> {
    let mut batches = Batches::new(reader.forms(), &reader.names());
    match read {
        Ok(report) => batches.push(report),
        Err(reject) => batches.push_reject(reject),
    }
    let batches = batches.finish()?;
    Ok(write_tables(&batches, out))
}

/// Tables and columns stand in the dataset's order, which a sorted map would lose.
fn write_tables(batches: &[TableBatch], out: &mut impl Write) -> io::Result<()> {
    for (number, table) in Table::ALL.into_iter().enumerate() {
        let opening = if number == 0 { "{" } else { "," };
        write!(out, "{opening}\n  \"{}\": [", table.name())?;
        let rows =
            batches.iter().filter(|b| b.table == table).flat_map(|b| (0..b.batch.num_rows()).map(move |r| (b, r)));
        let mut separator = "";
        for (batch, row) in rows {
            write!(out, "{separator}\n    {{")?;
            let mut comma = "";
            if table.is_partitioned() {
                write!(out, "\"report_year\": {}", Value::from(batch.year))?;
                comma = ", ";
            }
            for (name, value) in columns(&batch.batch, row) {
                write!(out, "{comma}\"{name}\": {value}")?;
                comma = ", ";
            }
            write!(out, "}}")?;
            separator = ",";
        }
        write!(out, "{}]", if separator.is_empty() { "" } else { "\n  " })?;
    }
    writeln!(out, "\n}}")
}

fn columns(batch: &RecordBatch, row: usize) -> impl Iterator<Item = (String, Value)> {
    let names: Vec<String> = batch.schema().fields().iter().map(|f| f.name().clone()).collect();
    let values: Vec<Value> = batch.columns().iter().map(|column| value(column, row)).collect();
    names.into_iter().zip(values)
}

/// One value; the types are those of [`crate::rows::tables::Kind`].
fn value(column: &ArrayRef, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Utf8 => Value::from(column.as_string::<i32>().value(row)),
        DataType::Dictionary(..) => {
            let codes = column.as_dictionary::<UInt16Type>();
            codes.key(row).map_or(Value::Null, |key| value(codes.values(), key))
        }
        DataType::List(_) => {
            let list = column.as_list::<i32>().value(row);
            (0..list.len()).map(|i| value(&list, i)).collect()
        }
        DataType::Int16 => Value::from(column.as_primitive::<Int16Type>().value(row)),
        DataType::Int32 => Value::from(column.as_primitive::<Int32Type>().value(row)),
        DataType::Int64 => Value::from(column.as_primitive::<Int64Type>().value(row)),
        DataType::Float64 => Value::from(column.as_primitive::<Float64Type>().value(row)),
        DataType::Date32 => {
            let day = column.as_primitive::<Date32Type>().value_as_date(row);
            day.map_or(Value::Null, |day| Value::from(day.to_string()))
        }
        _ => Value::Null,
    }
}

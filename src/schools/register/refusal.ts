// Why a file is refused, with what to do, for the page and the command.
import { cutTo, listed, plural, sayNumber } from '#base/words.ts'
import { columns, type TextFact } from './facts.ts'

export type Refusal =
  | { reason: 'not_this_file' }
  | { reason: 'links_file_given' }
  | { reason: 'not_links_file' }
  | { reason: 'columns_missing'; missing: readonly TextFact[] }
  | { reason: 'saved_by_excel'; column: TextFact; value: string; line: number }
  | { reason: 'truncated'; line: number }
  | { reason: 'uneven_row'; line: number; cells: number; expected: number }
  | { reason: 'no_rows' }
  | { reason: 'no_row_of_area'; laCodes: readonly string[]; rows: number }
  | { reason: 'too_large' }
  | { reason: 'zip_unreadable' }
  | { reason: 'too_many_files' }
  | { reason: 'interrupted' }

/** Thrown in the reader, where a stream must stop at once; caught by its verb. */
export class FileRefused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.reason)
    this.refusal = refusal
  }
}

const sentences: { [R in Refusal['reason']]: (refusal: Extract<Refusal, { reason: R }>) => string } = {
  not_this_file: () =>
    'This is not the register of schools: download "All establishment data" as CSV from Get Information about Schools and give that file or the zip it comes in.',
  links_file_given: () =>
    'This is the file of links between schools, not the register itself: choose “All establishment data” as the register file, and this one as the links file.',
  not_links_file: () =>
    'The links file is not one: it must have the columns URN, LinkURN and LinkType. Download "All establishment links" from Get Information about Schools.',
  columns_missing: ({ missing }) =>
    `The file lacks the ${plural(missing.length, 'column')} ${listed(missing.map((fact) => columns[fact]))}: download it again with all columns.`,
  saved_by_excel: ({ column, value, line }) =>
    `The file has been saved by Excel, which damages codes (row ${line} has "${cutTo(value, 20)}" in ${columns[column]}): download it again and do not open it before the import.`,
  truncated: ({ line }) => `The file ends in the middle of row ${line}, so part of it is missing: download it again.`,
  uneven_row: ({ line, cells, expected }) => `Row ${line} has ${cells} cells and the header has ${expected}: download the file again.`,
  no_rows: () => 'The file has a header and no rows: download it again.',
  no_row_of_area: ({ laCodes, rows }) =>
    `None of the ${sayNumber(rows)} rows belongs to authority ${listed(laCodes)}: check the authority, or download the file for all of England.`,
  too_large: () => 'The file is far larger than the national register: check that it is the right one.',
  zip_unreadable: () => 'The zip is protected by a password, or packed in an unusual way: unpack it and give the CSV files themselves.',
  too_many_files: () => 'The zip holds more files than the register comes in: unpack it and give the CSV file itself.',
  interrupted: () => 'The file did not arrive whole: send it again.',
}

export const sayRefusal = <R extends Refusal>(refusal: R): string => (sentences[refusal.reason] as (refusal: Refusal) => string)(refusal)

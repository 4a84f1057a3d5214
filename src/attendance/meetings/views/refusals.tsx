import { gone, type Refusal } from '#base/web/press.tsx'
import { sayNumber } from '#base/words.ts'
import type { ReportRefusal } from '../apply-report.ts'
import type { ImportRefusal } from '../import-report.ts'
import { mostPeople } from '../report.ts'
import type { SayRefusal } from '../together.ts'

export const importRefusals: Record<Exclude<ImportRefusal, 'not_on_register'>, string> = {
  empty: 'The file is empty: download the report again',
  too_large: 'The file is larger than 4 MB, so it is no attendance report',
  image: 'This is a picture: choose the CSV file that the meeting program gives out',
  pdf: 'This is a PDF: choose the CSV file that the meeting program gives out',
  workbook: 'This is an Excel workbook: save it as CSV, or choose the file as it was downloaded',
  open_quote: 'A quotation mark in the file is never closed, so it was cut off or changed: download it again',
  no_table:
    'This is no English attendance report of Teams, Zoom, Meet or Webex: no line is headed by a name with a join time or a duration. Set the program to English, download the report again and do not change it',
  too_many: `More than ${sayNumber(mostPeople)} people are in the file: choose the attendance report of this meeting alone`,
  impossible_dates:
    'Some dates have the day first and others the month, so one of them cannot be: download the file again and do not change it',
  which_order: 'The dates can be read in two ways, and neither is the day of the session: say below which number is the day',
  other_time:
    'Nobody in the file was there while this session ran by UK time or UTC: choose the report of that meeting, or the other session',
  which_zone:
    'The file does not say by which clock its times are, and they fit the session better by UTC than by UK time: choose the clock below',
}

export const sayRefusals: Record<SayRefusal, string> = {
  changed: 'The places have changed meanwhile, or this was saved very often: look again, then save',
  chain: 'Somebody is said to have watched at the screen of a person who watched at another’s: choose the person who joined',
}

const closed = 'The register is signed off, so each change needs a reason: enter one'

/** @param reason the field for it */
export const reportRefusals = (reason: string): Record<ReportRefusal, Refusal> => ({
  changed: 'Somebody has marked or decided meanwhile. This is how things stand now: look again, then apply',
  register_is_signed: { field: reason, says: closed },
  event_cancelled: 'The session did not take place, so nobody is marked',
  unknown_name: 'Somebody that you typed has no place here: choose a name as it is offered, or leave them',
  too_early: 'The day of the session has not come, so nobody is marked yet',
  not_on_register: gone,
})

import { change, type Refusal, row } from '#test/support/refusing.ts'

const report = row('FrozenReport', { id: 'report', about: 'attendance' })
const named = row('FrozenSchool', { reportId: 'report', schoolId: 'school', code: null })
const shown = row('ReportReply', { reportId: 'report', schoolId: 'school', replyBy: '2026-03-16' })
const published = (on: string) => row('Publication', { reportId: 'report', publishedOn: on })

export const refusalsOfPublication: Refusal[] = [
  {
    trigger: 'Publication_after_showing',
    word: 'published_before_shown',
    rule: 'nothing is published that says of a school that it did not take part before it was shown its line',
    given: [report, named],
    doing: published('2026-03-17'),
    unless: [shown],
  },
  {
    trigger: 'Publication_after_time',
    word: 'published_while_time_runs',
    rule: 'no report is published while a school may still answer to its line',
    given: [report, named, shown],
    doing: published('2026-03-16'),
    allowed: published('2026-03-17'),
  },
  {
    trigger: 'Publication_after_decisions',
    word: 'published_before_decided',
    rule: 'no report is published before every answer that a line is wrong is decided on',
    given: [report, named, shown, change('ReportReply', { answer: 'wrong' })],
    doing: published('2026-03-17'),
    unless: [change('ReportReply', { decision: 'stands' })],
  },
]

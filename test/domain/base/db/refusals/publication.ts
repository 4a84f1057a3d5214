import { change, type Refusal, row } from '#test/support/refusing.ts'

const report = row('FrozenReport', { id: 'report', about: 'attendance' })
const counted = row('FrozenSchool', { reportId: 'report', schoolId: 'school', code: 100 })
const shown = row('ReportReply', {
  ...{ reportId: 'report', schoolId: 'school', shownAt: '2026-03-02T09:00:00.000Z' },
  ...{ reachedAt: '2026-03-02T09:00:00.000Z', replyBy: '2026-03-16' },
})
const published = (on: string) => row('Publication', { reportId: 'report', publishedOn: on })

export const refusalsOfPublication: Refusal[] = [
  {
    trigger: 'AnswerLink_not_too_long',
    word: 'answer_link_too_long',
    rule: 'a link to an answer lasts no longer than the settings allow, 30 days unless they say otherwise',
    given: [],
    doing: row('AnswerLink', { id: 'link', madeAt: '2026-03-02T09:00:00.000Z', lastDay: '2026-04-02' }),
    unless: [row('Setting', { key: 'council', value: '{"answerLinkDays":"90"}' })],
  },
  {
    trigger: 'Publication_after_showing',
    word: 'published_before_shown',
    rule: 'no report is published before each of its schools was shown its line, also one that took part',
    given: [report, counted],
    doing: published('2026-03-17'),
    unless: [shown],
  },
  {
    trigger: 'PublishedLine_of_the_reached',
    word: 'publishes_unreached',
    rule: 'a school that its line never reached is named in no open data',
    given: [
      row('Publication', { id: 'publication', reportId: 'report' }),
      row('ReportReply', { reportId: 'report', schoolId: 'school' }),
      row('ReportReply', { reportId: 'report', schoolId: 'other', reachedAt: '2026-03-02T09:00:00.000Z' }),
    ],
    doing: row('PublishedLine', { publicationId: 'publication', schoolId: 'school' }),
    allowed: row('PublishedLine', { publicationId: 'publication', schoolId: 'other' }),
  },
  {
    trigger: 'PublishedLine_with_its_publication',
    word: 'lines_are_published',
    rule: 'no line is added to a report once it is published',
    given: [
      row('Publication', { id: 'publication', reportId: 'report' }),
      row('Publication', { id: 'another', reportId: 'report' }),
      row('Log', { subjectKind: 'publication', subjectId: 'publication' }),
    ],
    doing: row('PublishedLine', { publicationId: 'publication' }),
    allowed: row('PublishedLine', { publicationId: 'another' }),
  },
  {
    trigger: 'Publication_after_time',
    word: 'published_while_time_runs',
    rule: 'no report is published while a school may still answer to its line',
    given: [report, counted, shown],
    doing: published('2026-03-16'),
    allowed: published('2026-03-17'),
  },
  {
    trigger: 'Publication_after_decisions',
    word: 'published_before_decided',
    rule: 'no report is published before every answer that a line is wrong is decided on',
    given: [report, counted, shown, change('ReportReply', { answer: 'wrong' })],
    doing: published('2026-03-17'),
    unless: [change('ReportReply', { decision: 'stands' })],
  },
]

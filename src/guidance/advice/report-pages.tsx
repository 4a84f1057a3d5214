import { Hono } from 'hono'
import { type Day, londonDay } from '#base/dates.ts'
import { readNow, together } from '#base/db/read.ts'
import { logExport } from '#base/log/export-log.ts'
import { ok } from '#base/result.ts'
import { type Column, csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { type Advice, daysOf, outcomeWords, sayIssuedAs } from './advice.ts'
import { addAdvice, decideAdvice } from './decide-advice.ts'
import { adviceForm, decisionForm } from './forms.ts'
import { selectAdvice, selectOneAdvice } from './store.ts'
import { AdviceList, AdviceSummary } from './views/advice.tsx'
import { decideRefusals, noteRefusals } from './views/refusals.tsx'

const list = { href: '/guidance/advice', text: 'National advice' }

const note = press({
  at: '/advice',
  form: (now) => adviceForm(londonDay(now)),
  button: 'Note it',
  act: (act, advice, { id }) => addAdvice(act, id, advice),
  refused: noteRefusals,
  done: 'The publication is noted',
  to: list.href,
})

const all = page({
  at: '/advice',
  title: 'National advice',
  back: { href: '/guidance', text: 'Guidance' },
  wide: true,
  read: ({ db }) => together({ advice: selectAdvice(db) }),
  presses: { note },
  show: ({ advice }, forms, { now }) => <AdviceList {...{ advice, today: londonDay(now) }} form={forms.note()} />,
})

const readOne = ({ db, part }: Asked) => selectOneAdvice(db, part('adviceId'))

const decide = press({
  at: '/advice/:adviceId',
  read: readOne,
  form: (_, { issued }) => decisionForm(issued),
  hidden: ({ advice }) => ({ seen: advice.decision?.id ?? '' }),
  button: 'Save the decision',
  act: async (act, decision, { subject, id, part, field }) =>
    // The same form, sent again.
    subject.advice.decision?.id === id ? ok(undefined) : decideAdvice(act, { id, adviceId: part('adviceId'), ...decision }, field('seen')),
  refused: decideRefusals,
  done: 'The decision is saved',
  to: ({ part }) => `/guidance/advice/${part('adviceId')}`,
})

const one = page({
  at: '/advice/:adviceId',
  title: ({ advice }) => advice.title,
  caption: 'National advice',
  back: list,
  read: readOne,
  presses: { decide },
  show: (subject, forms, { now }) => <AdviceSummary {...subject} today={londonDay(now)} form={forms.decide(subject)} />,
})

const columns = (today: Day): readonly Column<Advice>[] => [
  { name: 'Title', value: ({ title }) => title },
  { name: 'Address', value: ({ address }) => address },
  { name: 'Published', value: ({ publishedOn }) => publishedOn },
  { name: 'What we made of it', value: ({ decision }) => (decision ? outcomeWords[decision.what] : 'Undecided') },
  { name: 'Version', value: ({ decision }) => decision?.as && sayIssuedAs(decision.as) },
  { name: 'Why', value: ({ decision }) => decision?.why },
  { name: 'Decided', value: ({ decision }) => decision && londonDay(decision.at) },
  { name: 'Days', value: (of) => daysOf(of, today) },
]

/** For officers, and for organisers to read. Mounted at /guidance, before its documents. */
export const reportAdvicePages = withPages(new Hono<AppEnv>(), all, one).get('/advice.csv', async (c) => {
  const { act } = c.var
  const advice = await readNow(act.db, selectAdvice(act.db))
  await logExport(act, { act: 'advice.exported', after: { publications: advice.length } })
  return c.body(csvOf(columns(londonDay(act.now)), advice), 200, csvHeaders('national-advice'))
})

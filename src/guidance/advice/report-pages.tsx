import { Hono } from 'hono'
import { londonDay, sayDay } from '#base/dates.ts'
import { together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Heading, Link, P, Page } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { sayNumber } from '#base/words.ts'
import { daysOf, outcomeWords, sayAdvice, sayDecision, sayIssuedAs } from './advice.ts'
import { addAdvice, decideAdvice } from './decide-advice.ts'
import { adviceForm, decisionForm } from './forms.ts'
import { selectAdvice, selectOneAdvice } from './store.ts'
import { AdviceSummary, whoAndWhen } from './views/advice.tsx'
import { decideRefusals, noteRefusals } from './views/refusals.tsx'

const back = { href: '/guidance/advice', text: 'National advice' }

const note = press({
  at: '/advice',
  form: (now) => adviceForm(londonDay(now)),
  button: 'Note it',
  act: (act, advice, { id }) => addAdvice(act, id, advice),
  refused: noteRefusals,
  done: 'The publication is noted',
  to: back.href,
})

const all = list({
  at: '/advice',
  ask: ({ now }) => ({ today: londonDay(now) }),
  beside: ({ db }) => together({ advice: selectAdvice(db) }),
  title: 'National advice',
  back: { href: '/guidance', text: 'Guidance' },
  whole: { rows: ({ advice }) => advice, idOf: ({ id }) => id },
  of: ['publication'],
  tableCaption: () => 'Publications',
  tableCaptionClass: 'govuk-visually-hidden',
  columns: [
    { name: 'Publication', cell: ({ id, title }) => <Link href={`/guidance/advice/${id}`}>{title}</Link> },
    { name: 'Title', value: ({ title }) => title },
    { name: 'Address', value: ({ address }) => address },
    { name: 'Published', cell: ({ publishedOn }) => sayDay(publishedOn), value: ({ publishedOn }) => publishedOn },
    {
      name: 'What we made of it',
      cell: (one) => sayDecision(one),
      value: ({ decision }) => (decision ? outcomeWords[decision.what] : 'Undecided'),
    },
    {
      name: 'By and when',
      cell: ({ decision, draft }) => (decision ? whoAndWhen(decision) : draft === null ? '' : `In a draft of ${draft}`),
    },
    { name: 'Version', value: ({ decision }) => decision?.as && sayIssuedAs(decision.as) },
    { name: 'Why', value: ({ decision }) => decision?.why },
    { name: 'Decided', value: ({ decision }) => decision && londonDay(decision.at) },
    { name: 'Days', numeric: true, cell: (one, { today }) => sayNumber(daysOf(one, today)), value: (one, { today }) => daysOf(one, today) },
  ],
  presses: { note },
  above: ({ advice }) => <P>What was published nationally, and what we made of it. {sayAdvice(advice)}</P>,
  file: {
    name: 'national-advice',
    log: (_, publications) => ({ act: 'advice.exported', after: { publications } }),
  },
  below: ({ advice }, forms) => {
    const form = forms.note()
    return (
      <>
        {advice.length === 0 ? null : (
          <P>
            Days from the publication until schools were given it or, where they were not, until it was decided; until today while it is
            undecided.
          </P>
        )}
        {form ? (
          <Page>
            <Heading>Note a publication</Heading>
            {form}
          </Page>
        ) : null}
      </>
    )
  },
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

const advicePage = page({
  at: '/advice/:adviceId',
  title: ({ advice }) => advice.title,
  caption: 'National advice',
  back,
  read: readOne,
  presses: { decide },
  show: (subject, forms, { now }) => <AdviceSummary {...subject} today={londonDay(now)} form={forms.decide(subject)} />,
})

/** For officers, and for organisers to read. Mounted at /guidance, before its documents. */
export const reportAdvicePages = withPages(new Hono<AppEnv>(), all, advicePage)

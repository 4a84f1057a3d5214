import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import { type Column, csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, typedOf } from '#base/web/form.ts'
import { type Advice, daysOf, outcomeWords, sayIssuedAs } from './advice.ts'
import { addAdvice, decideAdvice } from './decide-advice.ts'
import { adviceFields, adviceForm, decisionFields, decisionForm } from './forms.ts'
import { selectAdvice, selectDecisions, selectIssuedChoices, selectOneAdvice } from './store.ts'
import { AdvicePage, OneAdvicePage } from './views/advice.tsx'
import { decideRefusals, noteRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
type Wrong = { problems?: Problems; why?: string }

const showAll = async (c: C, typed: Record<string, string>, id: string, wrong: Wrong = {}) => {
  const { act } = c.var
  const advice = await readNow(act.db, selectAdvice(act.db))
  return c.render(
    <AdvicePage
      {...{ advice, typed, ...wrong }}
      today={londonDay(act.now)}
      mayWrite={mayAsk(act.actor, 'POST /guidance/advice')}
      formId={id}
    />,
    { title: 'National advice', back: { href: '/guidance', text: 'Guidance' }, hasProblems: wrong.problems !== undefined },
  )
}

const found = async (c: C) => {
  const { db } = c.var.act
  const id = c.req.param('adviceId') ?? ''
  const { advice, ...read } = await readTogether(db, {
    ...{ advice: selectOneAdvice(db, id), decisions: selectDecisions(db, id), issued: selectIssuedChoices(db) },
  })
  if (!advice) throw notFound('advice')
  return { advice, ...read }
}

const showOne = (c: C, of: Awaited<ReturnType<typeof found>>, typed: Record<string, string>, id: string, wrong: Wrong = {}) =>
  c.render(
    <OneAdvicePage
      {...{ ...of, typed, ...wrong }}
      today={londonDay(c.var.act.now)}
      mayWrite={mayAsk(c.var.act.actor, 'POST /guidance/advice/:adviceId')}
      formId={id}
    />,
    {
      title: of.advice.title,
      back: { href: '/guidance/advice', text: 'National advice' },
      hasProblems: wrong.problems !== undefined,
    },
  )

const columns = (today: string): readonly Column<Advice>[] => [
  { name: 'Title', value: ({ title }) => title },
  { name: 'Address', value: ({ address }) => address },
  { name: 'Published', value: ({ publishedOn }) => publishedOn },
  { name: 'What we made of it', value: ({ decision }) => (decision ? outcomeWords[decision.what] : 'Undecided') },
  { name: 'Version', value: ({ decision }) => decision?.as && sayIssuedAs(decision.as) },
  { name: 'Why', value: ({ decision }) => decision?.why },
  { name: 'Decided', value: ({ decision }) => decision && londonDay(decision.at) },
  { name: 'Days', value: (one) => daysOf(one, today) },
]

/**
 * National advice, for officers, and for organisers to read. Mounted at /guidance, before its
 * documents.
 */
export const reportAdvicePages = new Hono<AppEnv>()
  .get('/advice', (c) => showAll(c, {}, newId(c.var.act.now)))

  .post('/advice', async (c) => {
    const { act } = c.var
    const body = await c.req.parseBody()
    const id = formId(body, act.now)
    const read = adviceForm(londonDay(act.now)).safeParse(body)
    if (!read.success) {
      c.status(422)
      return showAll(c, typedOf(body, adviceFields), id, { problems: problemsOf(read.error) })
    }
    const done = await addAdvice(act, id, read.data)
    if (!done.ok) {
      c.status(409)
      return showAll(c, typedOf(body, adviceFields), id, { why: noteRefusals[done.reason] })
    }
    flash(c, 'The publication is noted')
    return c.redirect('/guidance/advice', 303)
  })

  .get('/advice.csv', async (c) => {
    const { act } = c.var
    const advice = await readNow(act.db, selectAdvice(act.db))
    await logExport(act, { act: 'advice.exported', after: { publications: advice.length } })
    return c.body(csvOf(columns(londonDay(act.now)), advice), 200, csvHeaders('national-advice'))
  })

  .get('/advice/:adviceId', async (c) => showOne(c, await found(c), {}, newId(c.var.act.now)))

  .post('/advice/:adviceId', async (c) => {
    const { act } = c.var
    const [of, body] = await Promise.all([found(c), c.req.parseBody()])
    const id = formId(body, act.now)
    const read = decisionForm(of.issued.map((one) => one.id)).safeParse(body)
    if (!read.success) {
      c.status(422)
      return showOne(c, of, typedOf(body, decisionFields), id, { problems: problemsOf(read.error) })
    }
    // The same form, sent again.
    const done =
      of.advice.decision?.id === id || (await decideAdvice(act, { id, adviceId: of.advice.id, ...read.data }, text(body, 'seen')))
    if (done !== true && !done.ok) {
      c.status(409)
      return showOne(c, await found(c), typedOf(body, decisionFields), id, { why: decideRefusals[done.reason] })
    }
    flash(c, 'The decision is saved')
    return c.redirect(`/guidance/advice/${of.advice.id}`, 303)
  })

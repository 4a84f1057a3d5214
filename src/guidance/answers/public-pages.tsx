import { type Context, Hono } from 'hono'
import { nobody } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId, sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, typedOf } from '#base/web/form.ts'
import { readToken } from '#booking/needs/forms.ts'
import { sayKept } from '#guidance/issuing/answer.ts'
import { answerVersion } from './answer-version.ts'
import type { Asked } from './asked.ts'
import { answerFields, answerForm } from './forms.ts'
import { readAnswers } from './read-answers.ts'
import { selectAskedByLink } from './store.ts'
import { AnswerPage } from './views/answer.tsx'
import { answerRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const found = async (c: C): Promise<Asked> => {
  const token = readToken(c.req.param('token'))
  const asked = token && (await readNow(c.var.act.db, selectAskedByLink(c.var.act.db, await sha256(token))))
  if (!asked) throw notFound('link')
  return asked
}

/** Of what others did at the school a link shows the state alone: it may have been passed on. */
const show = async (c: C, asked: Asked, typed: Record<string, string>, wrong: { problems?: Problems; why?: string } = {}) => {
  const { act } = c.var
  const { found: state } = await readAnswers(act, asked)
  const at = `/read/${c.req.param('token')}/answer`
  return c.render(
    <AnswerPage
      view={{ asked, found: state, checks: [] }}
      {...{ at, typed }}
      formId={newId(act.now)}
      named
      mayAnswer
      addressAt={undefined}
      problems={wrong.problems}
      why={wrong.why}
    />,
    { title: asked.title, back: { href: `/read/${c.req.param('token')}`, text: asked.title }, hasProblems: wrong.problems !== undefined },
  )
}

/** What a school answers by the link of a mail, without signing in. Mounted at /read. */
export const publicAnswerPages = new Hono<AppEnv>()
  .get('/:token/answer', async (c) => show(c, await found(c), {}))

  .post('/:token/answer', async (c) => {
    // Whoever has the link answers, also when somebody else is signed in in the browser.
    const act = { ...c.var.act, actor: nobody }
    const form = await c.req.parseBody()
    const asked = await found(c)
    const read = answerForm([asked], londonDay(act.now), true).safeParse(form)
    if (!read.success) {
      c.status(422)
      return show(c, asked, typedOf(form, answerFields), { problems: problemsOf(read.error) })
    }
    const done = await answerVersion(act, asked, {
      ...{ ...read.data, id: formId(form, act.now), how: 'link', supersedesId: text(form, 'seen') || undefined },
    })
    if (!done.ok) {
      c.status(409)
      return show(c, await found(c), typedOf(form, answerFields), { why: answerRefusals[done.reason] })
    }
    flash(c, sayKept(read.data, 'The answer is kept as stated'))
    return c.redirect(`/read/${c.req.param('token')}/answer`, 303)
  })

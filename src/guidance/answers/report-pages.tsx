import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, typedOf } from '#base/web/form.ts'
import { Title } from '#base/web/page-parts.tsx'
import { sayKept } from '#guidance/issuing/answer.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { answerVersion } from './answer-version.ts'
import type { Asked } from './asked.ts'
import { answerFields, answerForm, levelFields, levelForm } from './forms.ts'
import { outcomeWords } from './page.ts'
import { readAnswers } from './read-answers.ts'
import { recordAnswerCheck, recordPage, tickPage } from './record-check.ts'
import { selectAskedNow } from './store.ts'
import { answerRefusals, pageRefusals } from './views/refusals.tsx'
import { GuidanceOfSchool } from './views/school.tsx'

type C = Context<AppEnv>

const path = '/:id/schools/:schoolId'

const found = async (c: C): Promise<Asked> => {
  const { db } = c.var.act
  const asked = await readNow(db, selectAskedNow(db, c.req.param('id') ?? '', c.req.param('schoolId') ?? ''))
  if (!asked) throw notFound('school')
  return asked
}

/** The page of the school, with the document opened. */
const pageOf = ({ documentId, rootId }: Pick<Asked, 'documentId' | 'rootId'>): string =>
  `/organiser/schools/${rootId}?guidance=${documentId}#document`

/** What was typed, once more, as it cannot be kept. */
const show = async (c: C, asked: Asked, typed: Record<string, string>, wrong: { problems?: Problems; why?: string }) =>
  c.render(
    <>
      <Title>{schoolLabel(asked)}</Title>
      <GuidanceOfSchool {...wrong} {...{ asked, typed }} read={await readAnswers(c.var.act, asked)} now={c.var.act.now} mayWrite />
    </>,
    { title: asked.name, back: { href: pageOf(asked), text: 'Everything about this school' }, hasProblems: wrong.problems !== undefined },
  )

/** One school and one document, for the council. Mounted at /guidance. */
export const reportAnswerPages = new Hono<AppEnv>()
  .get(path, (c) => c.redirect(pageOf({ documentId: c.req.param('id'), rootId: c.req.param('schoolId') }), 302))

  .post(path, async (c) => {
    const { act } = c.var
    const form = await c.req.parseBody()
    const asked = await found(c)
    const read = answerForm([asked], londonDay(act.now), true).safeParse(form)
    if (!read.success) {
      c.status(422)
      return show(c, asked, typedOf(form, answerFields), { problems: problemsOf(read.error) })
    }
    const done = await answerVersion(act, asked, {
      ...{ ...read.data, id: formId(form, act.now), how: 'told', supersedesId: text(form, 'seen') || undefined },
    })
    if (!done.ok) {
      c.status(409)
      return show(c, await found(c), typedOf(form, answerFields), { why: answerRefusals[done.reason] })
    }
    flash(c, sayKept(read.data, 'The answer is kept as stated'))
    return c.redirect(pageOf(asked), 303)
  })

  .post(`${path}/level`, async (c) => {
    const form = await c.req.parseBody()
    const asked = await found(c)
    const read = levelForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return show(c, asked, typedOf(form, levelFields), { problems: problemsOf(read.error) })
    }
    const answerId = text(form, 'answerId')
    if (!(await readAnswers(c.var.act, asked)).answers.some(({ id }) => id === answerId)) throw notFound('answer')
    const done = await recordAnswerCheck(c.var.act, asked, { ...read.data, answerId })
    if (!done.ok) {
      c.status(409)
      return show(c, await found(c), typedOf(form, levelFields), { why: answerRefusals[done.reason] })
    }
    flash(c, 'It is noted how well the answer is known')
    return c.redirect(pageOf(asked), 303)
  })

  .post(`${path}/page`, async (c) => {
    const form = await c.req.parseBody()
    const asked = await found(c)
    const done = await recordPage(c.var.act, asked, text(form, 'address'))
    if (!done.ok) {
      c.status(422)
      return show(c, asked, typedOf(form, ['address']), { problems: { address: pageRefusals[done.reason] } })
    }
    flash(c, outcomeWords[done.value])
    return c.redirect(pageOf(asked), 303)
  })

  .post(`${path}/tick`, async (c) => {
    const asked = await found(c)
    const check = text(await c.req.parseBody(), 'check')
    if (!(await readAnswers(c.var.act, asked)).checks.some(({ id }) => id === check)) throw notFound('page')
    await tickPage(c.var.act, asked, check)
    flash(c, 'It is noted that you read the page')
    return c.redirect(pageOf(asked), 303)
  })

import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, texts, typedOf } from '#base/web/form.ts'
import { counted } from '#base/words.ts'
import { sayKept } from '#guidance/issuing/answer.ts'
import { answerForTrust } from './answer-version.ts'
import type { AskedOfTrust } from './asked.ts'
import { answerFields, answerForm, trustForm } from './forms.ts'
import { selectAskedOfTrust } from './store.ts'
import { answerRefusals } from './views/refusals.tsx'
import { TrustAnswerPage } from './views/trust.tsx'

type C = Context<AppEnv>

const path = '/:trust{[\\w-]{1,30}}/guidance/:versionId'

const found = async (c: C): Promise<AskedOfTrust[]> => {
  const { act } = c.var
  const asked = await readNow(act.db, selectAskedOfTrust(act, c.req.param('trust') ?? '', c.req.param('versionId') ?? ''))
  if (asked.length === 0) throw notFound('guidance')
  return asked
}

const show = (
  c: C,
  asked: readonly AskedOfTrust[],
  typed: Record<string, string>,
  ticked: readonly string[],
  wrong: { problems?: Problems; why?: string } = {},
) => {
  const trust = c.req.param('trust') ?? ''
  return c.render(
    <TrustAnswerPage {...{ trust, asked, typed, ticked }} formId={newId(c.var.act.now)} problems={wrong.problems} why={wrong.why} />,
    {
      title: asked[0]?.title ?? '',
      back: { href: `/trusts/${trust}/guidance`, text: 'Guidance of the trust' },
      hasProblems: wrong.problems !== undefined,
    },
  )
}

/** What a trust answers for its schools. Mounted at /trusts. */
export const schoolTrustAnswerPages = new Hono<AppEnv>()
  .get(path, async (c) => {
    const asked = await found(c)
    return show(
      c,
      asked,
      {},
      asked.flatMap(({ issueId, isOpen }) => (isOpen ? [issueId] : [])),
    )
  })

  .post(path, async (c) => {
    const { act } = c.var
    const form = await c.req.parseBody({ all: true })
    const asked = await found(c)
    const ticked = texts(form, 'schools')
    const named = asked.filter(({ issueId }) => ticked.includes(issueId))
    const read = answerForm(named.length > 0 ? named : asked, londonDay(act.now), false).safeParse(form)
    const which = trustForm.safeParse({ schools: named.map(({ issueId }) => issueId) })
    if (!read.success || !which.success) {
      c.status(422)
      return show(c, asked, typedOf(form, answerFields), ticked, { problems: { ...problemsOf(which.error), ...problemsOf(read.error) } })
    }
    const done = await answerForTrust(act, { id: formId(form, act.now), trustUid: c.req.param('trust') }, named, {
      ...{ ...read.data, name: '', role: '' },
      seen: new Map(named.map(({ issueId }) => [issueId, text(form, `seen-${issueId}`)])),
    })
    if (!done.ok) {
      c.status(409)
      return show(c, await found(c), typedOf(form, answerFields), ticked, { why: answerRefusals[done.reason] })
    }
    flash(c, sayKept(read.data, `The answer is kept for ${counted(named.length, 'school')}`))
    return c.redirect(`/trusts/${c.req.param('trust')}/guidance`, 303)
  })

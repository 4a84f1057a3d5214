import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { type Body, formId, text, typedOf } from '#base/web/form.ts'
import { provenFirst } from '#base/web/guard.ts'
import { whereComing } from '#people/people/coming-store.ts'
import { type AskedPerson, unsaid } from '#people/people/spelling.ts'
import { seenOf } from './answer-role.ts'
import { answersAskProof, confirmProposals } from './confirm-proposals.ts'
import type { Answering } from './confirm-role.ts'
import { proposalField, proposalFieldsOf, readProposals } from './forms.ts'
import type { ProposalAnswer } from './proposal.ts'
import { endedWith, holderOf, mostProposals } from './school-roles.ts'
import { ProposalsPage, type Typed } from './views/proposals.tsx'
import { confirmRefusals, stillRightRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
type Shown = { values: Typed; problems?: Problems; why?: string; id?: string; seen?: string; asked?: readonly AskedPerson[] | undefined }
type Desk = { base: (schoolId: string) => string; found: (c: C) => Promise<Answering> }

const fieldOf = {
  others_hold: 'others',
  ends_before_it_begins: 'fromDate',
  already_held: 'answer',
  disputed: 'answer',
  who_is_meant: 'name',
  changed: 'answer',
  own_word: 'answer',
} as const

const idsIn = (form: Body): string[] =>
  Object.keys(form).flatMap((name) => (/^answer-[0-9a-f]{8}-[0-9a-f-]{27}$/.test(name) ? [name.slice('answer-'.length)] : []))

const leaversOf = (at: Answering, answers: readonly ProposalAnswer[]): string[] =>
  answers.flatMap((one) => {
    const post = holderOf(at, one.id)
    return one.answer === 'no' || !post ? [] : endedWith(post.role, one.others, one.answer === 'yes' ? post.holder.personId : undefined)
  })

/** Everybody who is proposed for a role of a school, answered on one page under `path`. */
export const proposalPages = (path: string, { base, found }: Desk) => {
  const show = async (c: C, at: Answering, form: Shown) =>
    c.render(
      <ProposalsPage
        {...form}
        at={at}
        base={base(at.school.id)}
        formId={form.id ?? newId(c.var.act.now)}
        seen={form.seen ?? (await seenOf(at))}
      />,
      {
        title: 'Are these people right?',
        back: { href: base(at.school.id), text: 'People in roles' },
        hasProblems: Boolean(form.problems ?? form.why),
      },
    )
  return new Hono<AppEnv>()
    .get(`${path}/confirm`, async (c) => show(c, await found(c), { values: {} }))
    .post(`${path}/confirm`, async (c) => {
      const { act } = c.var
      const at = await found(c)
      const form = await c.req.parseBody()
      const ids = idsIn(form).slice(0, mostProposals)
      const values = typedOf(form, proposalFieldsOf(ids))
      const { answers, problems } = readProposals(form, ids, londonDay(act.now))
      const [id, seen] = [formId(form, act.now), text(form, 'seen')]
      if (Object.keys(problems).length > 0) {
        c.status(422)
        return show(c, at, { values, problems, id, seen })
      }
      const turned = answersAskProof(at, answers) ? provenFirst(c) : undefined
      if (turned) return turned
      const done = await confirmProposals(act, at, { form: id, seen, answers })
      if (done.ok) {
        flash(c, 'Your answers are saved.')
        return c.redirect((await whereComing(act, at.school.id, leaversOf(at, answers))) ?? base(at.school.id), 303)
      }
      if (done.reason === 'changed') {
        c.status(409)
        return show(c, await found(c), { values, why: stillRightRefusals.changed })
      }
      const wrong = done.id ?? answers[0]?.id ?? ''
      const problem = { [proposalField(fieldOf[done.reason], wrong)]: confirmRefusals[done.reason] }
      c.status(422)
      return show(c, at, { values, problems: done.asked ? unsaid(done.asked) : problem, id, seen, asked: done.asked })
    })
}

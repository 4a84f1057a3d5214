import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { formId, text, typedOf } from '#base/web/form.ts'
import { provenFirst } from '#base/web/guard.ts'
import { whereComing } from '#people/people/coming-store.ts'
import { unsaid } from '#people/people/spelling.ts'
import type { RoleAnswer } from './answer.ts'
import { seenOf } from './answer-role.ts'
import type { Asked } from './asked.ts'
import type { Answering } from './confirm-role.ts'
import { answerField, readAnswers } from './forms.ts'
import { answersAskProof, saveAnswers } from './save-answers.ts'
import { allStillRight, endedWith, holderOf, roleOf } from './school-roles.ts'
import type { Answers } from './views/question.tsx'
import { confirmRefusals, rolesChanged } from './views/refusals.tsx'
import { RolesPage } from './views/roles.tsx'

type C = Context<AppEnv>
type Found = Answering & { asked: Asked }
type Shown = Answers & { why?: string; id?: string; seen?: string }
type Desk = {
  base: (schoolId: string) => string
  back: (at: Answering) => { href: string; text: string }
  found: (c: C) => Promise<Found>
  /** A text: where the school is that this one turned out to be. */
  foundOrMoved: (c: C) => Promise<Found | string>
}

const fieldOf = {
  others_hold: 'others',
  ends_before_it_begins: 'fromDate',
  already_held: 'answer',
  disputed: 'answer',
  who_is_meant: 'name',
  changed: 'answer',
  own_word: 'answer',
  two_answers: 'answer',
} as const

const leaversOf = (at: Answering, answers: readonly RoleAnswer[]): string[] =>
  answers.flatMap((one) => {
    const { role = roleOf(at, one.id), holder } = holderOf(at, one.id) ?? {}
    if (one.answer === 'nobody') return role?.holders.map(({ personId }) => personId) ?? []
    return one.answer === 'no' ? [] : endedWith(role, one.others, one.answer === 'yes' ? holder?.personId : undefined)
  })

/** The roles of a school, answered on one page under `path`. */
export const rolesPages = (path: string, { base, back, found, foundOrMoved }: Desk) => {
  const show = async (c: C, at: Found, form: Shown) =>
    c.render(
      <RolesPage
        {...form}
        at={at}
        today={londonDay(c.var.act.now)}
        base={base(at.school.id)}
        formId={form.id ?? newId(c.var.act.now)}
        seen={form.seen ?? (await seenOf(at))}
        why={form.why}
      />,
      { title: 'People in roles', back: back(at), hasProblems: Boolean(form.problems ?? form.why) },
    )
  /** As things stand now, with what was typed. */
  const showStale = async (c: C, why: string, values: Shown['values'] = {}) => {
    c.status(409)
    return show(c, await found(c), { values, why })
  }
  const pages = new Hono<AppEnv>()
    .get(path, async (c) => {
      const at = await foundOrMoved(c)
      return typeof at === 'string' ? c.redirect(at, 302) : show(c, at, { values: {} })
    })
    .post(path, async (c) => {
      const { act } = c.var
      const at = await found(c)
      const form = await c.req.parseBody()
      const values = typedOf(form, Object.keys(form))
      const read = readAnswers(form, londonDay(act.now))
      const given = new Set(read.answers.map(({ id }) => id))
      const answers = [...read.answers, ...(text(form, 'all') === 'yes' ? allStillRight(at).filter(({ id }) => !given.has(id)) : [])]
      const [id, seen] = [formId(form, act.now), text(form, 'seen')]
      const refuse = (more: Omit<Shown, 'values'>) => {
        c.status(422)
        return show(c, at, { values, id, seen, ...more })
      }
      if (Object.keys(read.problems).length > 0) return refuse({ problems: read.problems })
      if (answers.length === 0) return refuse({ why: 'Nothing has been saved: answer at least one role' })
      const turned = answersAskProof(at, answers) ? provenFirst(c) : undefined
      if (turned) return turned
      const done = await saveAnswers(act, at, { form: id, seen, answers })
      if (done.ok) {
        flash(c, 'Your answers are saved.')
        return c.redirect((await whereComing(act, at.school.id, leaversOf(at, answers))) ?? base(at.school.id), 303)
      }
      if (done.reason === 'changed') return showStale(c, rolesChanged, values)
      const wrong = answers.find((one) => one.id === done.id)
      const field = done.reason === 'ends_before_it_begins' && wrong?.answer === 'nobody' ? 'vacantFrom' : fieldOf[done.reason]
      const problems = done.asked
        ? unsaid(done.asked)
        : { [answerField(field, wrong?.id ?? answers[0]?.id ?? '')]: confirmRefusals[done.reason] }
      return refuse({ problems, asked: done.asked })
    })
  return { pages, showStale }
}

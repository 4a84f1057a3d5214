import { Hono } from 'hono'
import * as z from 'zod'
import { londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { type Body, problemsOf, text } from '#base/web/form.ts'
import { rolesOn } from '#schools/schools/role-store.ts'
import { type SchoolWords, schoolWordsIn } from '#schools/schools/school-choice.ts'
import { readSchoolChoices, selectableSchool } from '#schools/schools/store.ts'
import { addWalkIn } from './add-walk-in.ts'
import { back, bodyOf, type C, freshId, pathTo, personOf, registerOf, viewOf } from './door-pages.tsx'
import { matchForm, walkInForm } from './forms.ts'
import { matchWalkIn } from './match-walk-in.ts'
import type { PersonOnRegister, Register } from './register.ts'
import { matchRefusals, walkInRefusals } from './views/refusals.tsx'
import { ConfirmMatchPage, MatchPage, WalkInPage } from './views/walk-in.tsx'

/** Walk-ins, and matching them to schools. */
export const doorWalkInPages = new Hono<AppEnv>()
  .get('/:sessionId/walk-ins/new', async (c) => walkInPage(c, await registerOf(c), freshId(c)(), {}))
  .get('/:sessionId/walk-ins', (c) => c.redirect(`/register/${c.req.param('sessionId')}/walk-ins/new`, 303))
  .post('/:sessionId/walk-ins', async (c) => {
    const body = await bodyOf(c)
    const words = schoolWordsIn(body)
    if (words.toFind.length > 0 || words.pressed)
      return walkInPage(c, await registerOf(c), z.uuid().safeParse(body['walkIn']).data || freshId(c)(), body, { words })
    const form = walkInForm.safeParse(body)
    const done = form.success
      ? await addWalkIn(c.var.act, {
          ...form.data,
          id: form.data.walkIn,
          sessionId: c.req.param('sessionId'),
          source: viewOf(c).source,
          reason: form.data.reasonText,
        })
      : undefined
    if (done?.ok) return c.redirect(pathTo(c, done.value.walkInId), 303)
    const register = await registerOf(c)
    c.status(done ? 409 : 422)
    const walkInId = form.data?.walkIn ?? (z.uuid().safeParse(body['walkIn']).data || freshId(c)())
    return walkInPage(c, register, walkInId, body, {
      wrong: form.success ? walkInRefusals[done?.reason ?? 'not_your_register'] : problemsOf(form.error),
    })
  })
  .get('/:sessionId/people/:personId/school', async (c) => {
    const register = await registerOf(c)
    return matchPage(c, register, walkInOf(register, c.req.param('personId')), '')
  })
  .post('/:sessionId/people/:personId/school', async (c) => {
    const register = await registerOf(c)
    const person = walkInOf(register, c.req.param('personId'))
    const body = await bodyOf(c)
    const words = schoolWordsIn(body)
    if (words.toFind.length > 0 || words.pressed) return matchPage(c, register, person, text(body, 'schoolId'), { words })
    const form = matchForm.safeParse(body)
    const done = form.success
      ? await matchWalkIn(c.var.act, {
          sessionId: register.session.id,
          walkInId: person.id,
          schoolId: form.data.schoolId,
          seenSchoolId: form.data.seen,
          isConfirmed: form.data.confirmed,
        })
      : undefined
    if (done?.ok) return c.redirect(pathTo(c, person.id), 303)
    const school = await selectableSchool(c.var.act.db, c.var.council.laCodes, form.data?.schoolId ?? '')
    if (done?.reason === 'needs_confirmation' && school)
      return c.render(<ConfirmMatchPage person={person} session={register.session} view={viewOf(c)} school={school} />, {
        title: 'Change the school of a person',
        back: back(c, person.id),
      })
    c.status(done ? 409 : 422)
    return matchPage(c, await registerOf(c), person, form.data?.schoolId ?? '', {
      wrong: form.success ? matchRefusals[done?.reason ?? 'unknown_school'] : problemsOf(form.error),
    })
  })

const walkInOf = (register: Register, id: string) => {
  const person = personOf(register, id)
  if (person.kind !== 'walk_in') throw notFound('walk-in')
  return person
}

/** `wrong`: why it was not saved; `words`: by which a school is looked for. */
type Again = { wrong?: Problems | undefined; words?: SchoolWords }

const walkInPage = async (c: C, { session }: Register, walkInId: string, body: Body, { wrong, words }: Again = {}) => {
  const { db } = c.var.act
  const schoolId = text(body, 'schoolId')
  const [schools, roles] = await Promise.all([
    readSchoolChoices(db, c.var.council.laCodes, schoolId ? [schoolId] : [], words),
    rolesOn(db, londonDay(session.startsAt)),
  ])
  const problems = wrong ?? schools.finding?.problems
  if (problems && !wrong) c.status(422)
  return c.render(
    <WalkInPage
      session={session}
      view={viewOf(c)}
      walkInId={walkInId}
      schools={schools}
      roles={roles}
      values={{
        name: text(body, 'name'),
        email: text(body, 'email'),
        roleId: text(body, 'roleId'),
        schoolId: text(body, 'schoolId'),
        organisation: text(body, 'organisation'),
        reasonChoice: text(body, 'reasonChoice'),
        reason: text(body, 'reason'),
      }}
      problems={problems}
    />,
    { title: 'Add someone who is not on the list', hasProblems: Boolean(problems), back: back(c) },
  )
}

const matchPage = async (c: C, { session }: Register, person: PersonOnRegister, value: string, { wrong, words }: Again = {}) => {
  const schools = await readSchoolChoices(c.var.act.db, c.var.council.laCodes, value ? [value] : [], words)
  const problems = wrong ?? schools.finding?.problems
  if (problems && !wrong) c.status(422)
  return c.render(<MatchPage person={person} session={session} view={viewOf(c)} schools={schools} value={value} problems={problems} />, {
    title: 'Match to a school',
    hasProblems: Boolean(problems),
    back: back(c, person.id),
  })
}

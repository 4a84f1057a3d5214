import { type Context, Hono } from 'hono'
import { instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { MarkType } from '#base/standing.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { type Body, problemsOf, text } from '#base/web/form.ts'
import { atStart } from '#base/words.ts'
import { selectAbsences } from './absence-store.ts'
import { closeRegister } from './close-register.ts'
import { closeForm, everyoneForm, markForm, sheetInstant, viewForm } from './forms.ts'
import { chargesShown, type ListedPerson, schoolOf } from './listed-person.ts'
import { came, dayHasCome, isMarkType, isUnmarked, standing } from './mark.ts'
import { markAttendance } from './mark-attendance.ts'
import { markEveryone } from './mark-everyone.ts'
import {
  bySchool,
  count,
  type PersonOnRegister,
  personName,
  type Register,
  registerTitle,
  takesAllRegisters,
  takesSomeRegister,
} from './register.ts'
import { type RegisterView, registerPath } from './register-path.ts'
import { readRegister, readRegisterList } from './register-store.ts'
import { ChangePage } from './views/change.tsx'
import { ClosePage } from './views/close.tsx'
import { EveryonePage } from './views/everyone.tsx'
import { RegisterListPage } from './views/list.tsx'
import { RegisterPage } from './views/register.tsx'
import { SheetPage } from './views/sheet.tsx'

export type C = Context<AppEnv, '/:sessionId/*'>

export const viewOf = (c: C): RegisterView => viewForm.parse(c.req.query())

/** The register of the address; 404 for those who may not take it. */
export const registerOf = async (c: C): Promise<Register> => {
  const register = await readRegister(c.var.act.db, c.var.act.actor, c.req.param('sessionId'))
  if (!register) throw notFound('register')
  return register
}

export const bodyOf = (c: C): Promise<Body> => c.req.parseBody({ all: true })

export const freshId = (c: C) => (): string => newId(c.var.act.now)

export const personOf = ({ people }: Register, id: string) => {
  const person = people.find((one) => one.id === id)
  if (!person) throw notFound('person')
  return person
}

export const pathTo = (c: C, personId?: string): string =>
  registerPath(c.req.param('sessionId'), viewOf(c)) + (personId ? `#p-${personId}` : '')

export const back = (c: C, personId?: string) => ({ href: pathTo(c, personId), text: 'Back to the register' })

export const doorPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { actor, now } = c.var.act
    if (!takesSomeRegister(actor)) throw notFound('page')
    return c.render(<RegisterListPage sessions={await readRegisterList(c.env.DB, actor, now)} now={now} />, { title: 'Registers' })
  })
  .get('/:sessionId', async (c) => {
    const register = await registerOf(c)
    const { actor, now } = c.var.act
    return c.render(
      <RegisterPage
        register={register}
        view={viewOf(c)}
        isOrganiser={takesAllRegisters(actor)}
        hasBegun={dayHasCome(register.session, now)}
        mayClose={register.session.endsAt <= instant(now) && mayAsk(actor, 'GET /register/:sessionId/close')}
        newMarkId={freshId(c)}
      />,
      {
        title: `Register: ${registerTitle(register.session)}`,
        back: { href: '/register', text: 'Registers' },
      },
    )
  })
  .get('/:sessionId/sheet', async (c) => {
    const register = await registerOf(c)
    return c.render(<SheetPage register={register} />, {
      title: `Sign-in sheet: ${registerTitle(register.session)}`,
      back: back(c),
    })
  })
  .get('/:sessionId/people/:personId', async (c) => {
    const register = await registerOf(c)
    const person = personOf(register, c.req.param('personId'))
    const view = viewOf(c)
    const markType = c.req.query('markType')
    return c.render(
      <ChangePage
        corrects={mayAsk(c.var.act.actor, 'GET /organiser/events/:code/correction/:place')}
        person={person}
        session={register.session}
        view={view}
        markId={freshId(c)()}
        values={{ markType, reason: '' }}
        refused={
          isMarkType(markType) && standing(person.marks) && standing(person.marks)?.markType !== markType ? 'already_marked' : undefined
        }
      />,
      {
        title: `Change what is marked of ${personName(person)}`,
        back: back(c, person.id),
      },
    )
  })
  .post('/:sessionId/marks', async (c) => {
    const view = viewOf(c)
    const sessionId = c.req.param('sessionId')
    const body = await bodyOf(c)
    const form = markForm.safeParse(body)
    const day = form.success && view.source === 'paper' && form.data.time ? londonDay((await registerOf(c)).session.startsAt) : undefined
    const happenedAt = day && form.success && form.data.time ? sheetInstant(day, form.data.time) : undefined
    const problems = form.success
      ? day && !happenedAt
        ? { time: 'That time does not exist on this day: the clocks go forward' }
        : undefined
      : problemsOf(form.error)
    const done =
      form.success && !problems
        ? await markAttendance(c.var.act, {
            id: form.data.mark,
            sessionId,
            person: form.data.person,
            markType: form.data.markType,
            source: view.source,
            happenedAt,
            correctsId: form.data.corrects,
            reason: form.data.reasonText,
          })
        : undefined
    if (done?.ok) return c.redirect(pathTo(c, form.data?.person), 303)
    const { session, people } = await registerOf(c)
    const person = people.find(({ id }) => id === text(body, 'person'))
    if (!person) throw notFound('person')
    c.status(done && done.reason !== 'needs_reason' ? 409 : 422)
    return c.render(
      <ChangePage
        corrects={mayAsk(c.var.act.actor, 'GET /organiser/events/:code/correction/:place')}
        person={person}
        session={session}
        view={view}
        markId={freshId(c)()}
        values={{
          markType: text(body, 'markType'),
          reasonChoice: text(body, 'reasonChoice'),
          reason: text(body, 'reason'),
          time: text(body, 'time') || undefined,
        }}
        problems={problems}
        refused={done?.reason}
      />,
      {
        title: `Change what is marked of ${personName(person)}`,
        hasProblems: true,
        back: back(c, person.id),
      },
    )
  })
  .get('/:sessionId/mark-everyone', async (c) => {
    const markType = c.req.query('markType')
    const register = await registerOf(c)
    if (!isMarkType(markType) || register.session.signOff) throw notFound('page')
    return c.render(<EveryonePage {...(await everyoneOf(c, register, c.req.query('school'), markType))} />, {
      title: 'Mark several people',
      back: back(c),
    })
  })
  .post('/:sessionId/mark-everyone', async (c) => {
    const view = viewOf(c)
    const sessionId = c.req.param('sessionId')
    const form = everyoneForm.safeParse(await bodyOf(c))
    if (!form.success) throw notFound('page')
    const done = await markEveryone(c.var.act, {
      sessionId,
      markType: form.data.markType,
      source: view.source,
      reason: form.data.reasonText,
      marks: form.data.marks,
    })
    if (done.ok) {
      flash(c, atStart(done.value.changed, 'person has been marked', 'people have been marked'))
      return c.redirect(registerPath(sessionId, view) + (form.data.school ? `#s-${form.data.school}` : ''), 303)
    }
    const register = await registerOf(c)
    c.status(409)
    return c.render(<EveryonePage {...(await everyoneOf(c, register, form.data.school, form.data.markType))} refused={done.reason} />, {
      title: 'Mark several people',
      hasProblems: true,
      back: back(c),
    })
  })
  .get('/:sessionId/close', async (c) => {
    const register = await registerOf(c)
    if (register.session.signOff) return c.redirect(`/register/${register.session.id}`, 303)
    return c.render(<ClosePage {...(await closingOf(c, register))} />, {
      title: 'Close the register',
      back: back(c),
    })
  })
  .post('/:sessionId/close', async (c) => {
    const sessionId = c.req.param('sessionId')
    const form = closeForm.safeParse(await bodyOf(c))
    const done = form.success ? await closeRegister(c.var.act, { sessionId, seen: form.data, charges: form.data.charges }) : undefined
    if (done?.ok || done?.reason === 'already_closed') {
      flash(c, done.ok ? 'The register is closed and signed off' : 'This register was closed already', done.ok)
      return c.redirect(`/register/${sessionId}`, 303)
    }
    const register = await registerOf(c)
    c.status(409)
    return c.render(<ClosePage {...(await closingOf(c, register))} refused={done?.reason ?? 'figures_changed'} />, {
      title: 'Close the register',
      hasProblems: true,
      back: back(c),
    })
  })

/** What closing a register after these marks would charge. */
const absencesOf = (c: C, marks: Parameters<typeof selectAbsences>[1]['marks'] = []) =>
  readNow(c.env.DB, selectAbsences(c.env.DB, { sessionIds: [c.req.param('sessionId')], marks }))

const listedOf = (person: PersonOnRegister): ListedPerson => ({
  key: person.id,
  name: personName(person),
  school: schoolOf(person.school, person.organisation),
  marks: [],
  stays: person.stays ?? [],
  cannotComeAt: person.cannotComeAt,
})

const closingOf = async (c: C, { session, people }: Register) => {
  const absences = await absencesOf(c)
  return {
    session,
    view: viewOf(c),
    counts: count(people),
    isOver: session.endsAt <= c.var.act.now.toISOString(),
    unmatched: people.filter((person) => !person.school).length,
    people: people.flatMap((person) => {
      const is = standing(person.marks)?.markType
      return is && is !== 'attended' && !person.isCancelled ? [{ ...listedOf(person), is }] : []
    }),
    absences,
    charges: await chargesShown(absences),
  }
}

const everyoneOf = async (c: C, { session, people }: Register, schoolId: string | undefined, markType: MarkType) => {
  const groups = bySchool(people)
  const group = groups.find((one) => one.id === schoolId)
  const left = (schoolId ? (group?.people ?? []) : groups.flatMap((one) => one.people)).filter(
    (person) => isUnmarked(person) && !(person.unnamed && came(markType)),
  )
  const marks = left.map(({ id, kind }) => ({
    sessionId: session.id,
    markType,
    placeId: kind === 'place' ? id : null,
    walkInId: kind === 'walk_in' ? id : null,
  }))
  return {
    session,
    view: viewOf(c),
    markType,
    people: left.map((person): ListedPerson => ({ ...listedOf(person), marks: [{ session: session.title, markType }] })),
    absences: left.length === 0 ? [] : (await absencesOf(c, marks)).filter(({ placeId }) => left.some(({ id }) => id === placeId)),
    school: group ? { id: group.id, label: group.label } : undefined,
    newMarkId: freshId(c),
  }
}

import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, typedOf } from '#base/web/form.ts'
import { addException } from './add-exception.ts'
import { selectEditions } from './edition-store.ts'
import { endException } from './end-exception.ts'
import { selectExceptions, selectPeopleInRoles } from './exception-store.ts'
import { editionsOn, isOfKind } from './requirement.ts'
import { endForm, exceptionFields, exceptionForm } from './school-forms.ts'
import { selectRequirementSchool } from './school-store.ts'
import { EndExceptionPage, NewExceptionPage } from './views/exceptions.tsx'
import { endRefusal, exceptionRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const baseOf = (c: C): string => `/organiser/schools/${c.req.param('id') ?? ''}`
const back = (c: C) => ({ href: `${baseOf(c)}/requirements`, text: 'How the school stands' })

const readNew = async (c: C) => {
  const { act } = c.var
  const id = c.req.param('id') ?? ''
  const today = londonDay(act.now)
  const { school, editions, people } = await readTogether(act.db, {
    school: selectRequirementSchool(act.db, id),
    editions: selectEditions(act.db),
    people: selectPeopleInRoles(act.db, id, today),
  })
  if (!school) throw notFound('school')
  return { school, editions: editionsOn(editions, today).filter((edition) => isOfKind(edition, school)), people }
}

const showNew = (c: C, of: Awaited<ReturnType<typeof readNew>>, id: string, typed: Record<string, string>, problems?: Problems) =>
  c.render(<NewExceptionPage {...of} {...{ id, typed, problems }} />, {
    title: 'Give an exemption or an extension',
    back: back(c),
    hasProblems: problems !== undefined,
  })

const readOne = async (c: C) => {
  const { act } = c.var
  const id = c.req.param('id') ?? ''
  const found = await readTogether(act.db, { school: selectRequirementSchool(act.db, id), exceptions: selectExceptions(act.db, id) })
  const exception = found.exceptions.find((one) => one.id === c.req.param('exception'))
  if (!found.school || !exception) throw notFound('exception')
  return { school: found.school, exception }
}

const showEnd = (c: C, of: Awaited<ReturnType<typeof readOne>>, typed: Record<string, string>, problems?: Problems) =>
  c.render(<EndExceptionPage {...of} {...{ typed, problems }} />, {
    title: 'End this exception',
    back: back(c),
    hasProblems: problems !== undefined,
  })

/** What is not asked of a school, or later: for officers. Mounted at /organiser/schools. */
export const organiserExceptionPages = new Hono<AppEnv>()
  .get(`/:id{${uuid}}/exceptions/new`, async (c) =>
    showNew(c, await readNew(c), newId(c.var.act.now), { fromDate: londonDay(c.var.act.now) }),
  )
  .post(`/:id{${uuid}}/exceptions/new`, async (c) => {
    const { act } = c.var
    const form = await c.req.parseBody()
    const of = await readNew(c)
    const id = formId(form, act.now)
    const typed = typedOf(form, exceptionFields)
    const known = { requirements: of.editions.map(({ requirementId }) => requirementId), people: of.people.map((person) => person.id) }
    const read = exceptionForm(known).safeParse(form)
    if (!read.success) {
      c.status(422)
      return showNew(c, of, id, typed, problemsOf(read.error))
    }
    const { fromDate, untilDate, ...facts } = read.data
    const added = await addException(act, { ...facts, id, schoolId: of.school.id, from: fromDate, until: untilDate })
    if (!added.ok) {
      c.status(409)
      const isSaved = added.reason === 'saved_otherwise'
      return showNew(c, of, isSaved ? newId(act.now) : id, typed, { [isSaved ? 'reason' : 'personId']: exceptionRefusals[added.reason] })
    }
    flash(c, facts.kind === 'exempt' ? 'The exemption is given' : 'The extension is given')
    return c.redirect(`${baseOf(c)}/requirements`, 303)
  })
  .get(`/:id{${uuid}}/exceptions/:exception{${uuid}}/end`, async (c) =>
    showEnd(c, await readOne(c), { how: 'on', untilDate: londonDay(c.var.act.now) }),
  )
  .post(`/:id{${uuid}}/exceptions/:exception{${uuid}}/end`, async (c) => {
    const form = await c.req.parseBody()
    const of = await readOne(c)
    const typed = typedOf(form, ['how', 'untilDate'])
    const read = endForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showEnd(c, of, typed, problemsOf(read.error))
    }
    const until = read.data.how === 'on' ? read.data.untilDate : undefined
    const ended = await endException(c.var.act, { exception: of.exception, schoolId: of.school.id, until })
    if (!ended.ok) {
      c.status(409)
      return showEnd(c, of, typed, { how: endRefusal })
    }
    flash(c, 'It is ended')
    return c.redirect(`${baseOf(c)}/requirements`, 303)
  })

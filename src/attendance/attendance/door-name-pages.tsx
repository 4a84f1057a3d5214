import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { problemsOf, text } from '#base/web/form.ts'
import { rolesOn } from '#schools/schools/role-store.ts'
import { back, bodyOf, type C, pathTo, personOf, registerOf, viewOf } from './door-pages.tsx'
import { nameForm } from './forms.ts'
import { nameAtDoor } from './name-at-door.ts'
import { NamePage } from './views/name.tsx'
import { nameRefusals } from './views/refusals.tsx'

const show = async (c: C, placeId: string, values: { name: string; email: string; roleId: string }, problems?: Problems) => {
  const register = await registerOf(c)
  const person = personOf(register, placeId)
  if (!person.unnamed && !problems) throw notFound('place without a name')
  const roles = await rolesOn(c.env.DB, londonDay(register.session.startsAt))
  return c.render(
    <NamePage person={person} session={register.session} view={viewOf(c)} roles={roles} values={values} problems={problems} />,
    { title: 'Who came?', hasProblems: Boolean(problems), back: back(c, person.id) },
  )
}

/** Naming who came on an unnamed place. */
export const doorNamePages = new Hono<AppEnv>()
  .get('/:sessionId/people/:personId/name', (c) => show(c, c.req.param('personId'), { name: '', email: '', roleId: '' }))
  .post('/:sessionId/people/:personId/name', async (c) => {
    const body = await bodyOf(c)
    const form = nameForm.safeParse(body)
    const placeId = c.req.param('personId')
    const done = form.success ? await nameAtDoor(c.var.act, { ...form.data, sessionId: c.req.param('sessionId'), placeId }) : undefined
    if (done?.ok) {
      return c.redirect(pathTo(c, placeId), 303)
    }
    c.status(done ? 409 : 422)
    const values = { name: text(body, 'name'), email: text(body, 'email'), roleId: text(body, 'roleId') }
    return show(c, placeId, values, form.success ? nameRefusals[done?.reason ?? 'not_on_register'] : problemsOf(form.error))
  })

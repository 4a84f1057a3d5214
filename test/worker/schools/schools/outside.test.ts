import { beforeAll, expect, it } from 'vitest'
import { anAccount, aSchool, htmlOf, request, rows } from '#test/support/factories.ts'

let organiser: { cookie: string }
beforeAll(async () => {
  organiser = await anAccount({ roles: ['organiser'] })
})
const enter = (form: Record<string, string>, path = '/organiser/schools/outside/new') => request(path, { cookie: organiser.cookie, form })

it('an organisation outside the register is entered, listed and changed', async () => {
  const response = await enter({ outsideKind: 'partner_agency', name: "West Mercia Women's Aid", town: 'Hereford', postcode: 'hr1 2aa' })
  expect(response.status).toBe(303)
  const id = response.headers.get('location')?.split('/').at(-1) ?? ''
  expect(await rows('SELECT origin, outsideKind, name, postcode, laCode, rootId FROM School WHERE id = ?1', id)).toEqual([
    { origin: 'outside', outsideKind: 'partner_agency', name: "West Mercia Women's Aid", postcode: 'HR1 2AA', laCode: null, rootId: id },
  ])
  const list = await (await request('/organiser/schools?only=outside', { cookie: organiser.cookie })).text()
  expect(list).toContain('West Mercia Women')
  expect(list).toContain('Partner agency')
  expect(await (await request(`/organiser/schools/${id}`, { cookie: organiser.cookie })).text()).toContain('is never counted among schools')
  const changed = await enter({ outsideKind: 'childminder', name: 'Ann Example', town: '', postcode: '' }, `/organiser/schools/${id}/edit`)
  expect(changed.status).toBe(303)
  expect(await rows('SELECT outsideKind, name FROM School WHERE id = ?1', id)).toEqual([
    { outsideKind: 'childminder', name: 'Ann Example' },
  ])
})

it('a name much like one that is there is shown first, and can be saved all the same', async () => {
  const there = await aSchool({ name: 'St. Michael’s Hospice School', town: 'Bartestree' })
  const form = { outsideKind: 'partner_agency', name: 'The St Michaels Hospice Ltd', town: '', postcode: '' }
  const html = await htmlOf(enter(form), 409)
  expect(html).toContain(`/organiser/schools/${there.id}`)
  expect(html).toContain('name="sure" value="yes"')
  expect(await rows('SELECT 1 FROM School WHERE name = ?1', form.name)).toEqual([])
  expect((await enter({ ...form, sure: 'yes' })).status).toBe(303)
  expect(await rows('SELECT 1 FROM School WHERE name = ?1', form.name)).toHaveLength(1)
})

it('a school of the register cannot be edited by hand, and an empty form says what is missing', async () => {
  const school = await aSchool({ name: 'Register School' })
  expect((await request(`/organiser/schools/${school.id}/edit`, { cookie: organiser.cookie })).status).toBe(404)
  expect((await enter({ outsideKind: 'childminder', name: 'Taken over' }, `/organiser/schools/${school.id}/edit`)).status).toBe(404)
  expect(await rows('SELECT name FROM School WHERE id = ?1', school.id)).toEqual([{ name: 'Register School' }])
  const html = await htmlOf(enter({ name: ' ', outsideKind: 'constructor' }), 422)
  for (const text of ['href="#name"', 'href="#outsideKind"', 'Enter the name', 'Choose what kind']) expect(html).toContain(text)
})

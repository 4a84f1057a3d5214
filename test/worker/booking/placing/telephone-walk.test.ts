// A school telephones: the organiser books, and whoever rang agrees by the link without signing in.
import { expect, it } from 'vitest'
import { aBrowser, brokenInvariants, chooseSchool, look, mailTo, manySchools } from '#test/support/browsing.ts'
import { holds } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool } from '#test/support/factories.ts'
import { setTerms, someTerms } from '../pricing/terms.ts'

const name = 'Lady Hawthorn’s School'
const asker = 'jo.price@telephone.example'
const school = await aSchool({ name })
await holds(school.id, 'head.office@ladyhawthorns.example')
await manySchools()

it('whoever rang is told, and agrees for the school by a link', async () => {
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  await setTerms(event.id, await someTerms())
  const page = aBrowser(await anAccount({ roles: ['organiser'] }))
  const problems: string[] = []
  await page.goto(`/events/${event.code}/book`)
  await chooseSchool(page, 'School', name)
  await page.press('Continue')
  problems.push(...(await look(page, 'telephone-form')))
  page.check(/^Somebody else, whom I enter below/)
  page.fill('Name of the person who asked', 'Jo Price')
  page.fill('Their email address', asker)
  page.fill('Full name', 'Ann Telford', 0)
  page.choose('Role at the school', 'Designated safeguarding lead', 0)
  await page.press('Continue')
  page.check(/^Jo Price of .* has said that they have authority to spend/)
  problems.push(...(await look(page, 'telephone-check')))
  await page.press(/^Book this place/)
  expect(page.path).toMatch(/^\/bookings\/[A-Z0-9]+$/)
  expect(page.text).toContain('not yet agreed by the school')
  problems.push(...(await look(page, 'telephone-booking')))
  const link = (await mailTo(asker, /\/agree\//)).text.match(/\/agree\/[\w-]+/)?.[0] ?? ''
  const phone = aBrowser()
  await phone.goto(link)
  expect(phone.heading).toContain(`Do you agree to this for ${name}?`)
  problems.push(...(await look(phone, 'telephone-agree')))
  await phone.press(/^Agree to/)
  problems.push(...(await look(phone, 'telephone-agreed')))
  expect(phone.heading).toBe('Thank you: that is agreed')
  await page.reload()
  expect(page.text).toMatch(/Agreed by Jo Price on/)
  expect(problems).toEqual([])
  expect(await brokenInvariants()).toEqual([])
})

// An email address that does not work, from the webhook to the correction, as the organiser and the school's contact walk through it.
import { expect, it } from 'vitest'
import { aBrowser, addContact, brokenInvariants, chooseSchool, inDays, look, mailsTo, manySchools } from '#test/support/browsing.ts'
import { anAccount, anEvent, aSchool, request } from '#test/support/factories.ts'
import type { HtmlClient } from '#test/support/html-client.ts'
import { payloadOf, permanent, signed, webhookSecret } from '#test/support/signed-webhooks.ts'

const school = 'Lady Hawthorn’s School'
await aSchool({ name: school })
await manySchools()

const bookTwo = async (page: HtmlClient, code: string): Promise<string> => {
  await page.goto(`/events/${code}/book`)
  await chooseSchool(page, 'School or organisation', school)
  page.fill('Your name', 'Siân Pritchard')
  page.choose('Your role at the school', 'Business manager or office')
  await page.press('Add another person')
  for (const [index, name] of ['Ann Price', 'Ben Lloyd'].entries()) {
    page.fill('Full name', name, index)
    page.fill('Email address', `${name.split(' ')[0]?.toLowerCase()}@unreached.example`, index)
    page.choose('Role at the school', 'Designated safeguarding lead', index)
  }
  await page.press('Ask for these places')
  expect(page.path).toMatch(/^\/bookings\/[A-Z0-9]+$/)
  return page.path
}

const mailsSaying = async (address: string, subject: string) => (await mailsTo(address)).filter((mail) => mail.subject.includes(subject))

const bounce = async (message: string): Promise<number> => {
  const body = payloadOf({ type: 'email.bounced', message, data: permanent })
  const bindings = { RESEND_WEBHOOK_SECRET: webhookSecret }
  const answer = await request('/resend/webhooks', { method: 'POST', body, headers: signed(body), bindings })
  return answer.status
}

it('two addresses bounce: the school and the organiser are told, one is corrected and one works again, and both get what they missed', async () => {
  const problems: string[] = []
  const organiser = aBrowser(await anAccount({ roles: ['organiser'] }))
  const see = async (name: string, client = organiser): Promise<void> => void problems.push(...(await look(client, name)))
  const day = inDays(60)
  const { code } = await anEvent({ title: 'Thresholds, together', startsAt: `${day}T09:00:00.000Z`, endsAt: `${day}T11:00:00.000Z` })
  const email = 'olwen@unreached.example'
  await addContact(organiser, school, email)
  const page = aBrowser(await anAccount({ email }))
  const booking = await bookTwo(page, code)
  for (const name of ['ann', 'ben']) {
    const invitations = await mailsSaying(`${name}@unreached.example`, 'Your place')
    expect(invitations).toHaveLength(1)
    expect(await bounce(invitations[0]?.id ?? '')).toBe(200)
  }
  const told = await mailsSaying(email, 'We cannot reach')
  expect(told).toHaveLength(2)
  await organiser.goto(`/dev/inbox/${told[0]?.id}`)
  await see('unreached-mail')

  await organiser.goto(`/organiser/events/${code}`)
  await see('unreached-event')
  await organiser.follow(/people could not be reached$/)
  expect(organiser.heading).toBe('2 people could not be reached')
  await see('unreached-list')
  await organiser.goto('/organiser/addresses')
  await see('unreached-addresses')

  // The contact corrects one, on a phone.
  await page.goto(booking)
  await see('unreached-booking', page)
  expect(page.text.match(/Could not be reached/g)).toHaveLength(2)
  await page.follow(/^Correct a spelling of Ann Price/i)
  page.fill('Email address', 'anne@unreached.example')
  await page.press(/correct|save/i, -1)
  expect(page.path).toBe(booking)
  expect(await mailsSaying('anne@unreached.example', 'Your place')).toHaveLength(1)

  // The organiser knows that the other works again.
  await organiser.goto(`/organiser/events/${code}/unreached`)
  expect(organiser.heading).toBe('1 person could not be reached')
  await organiser.follow(/history of the address of Ben Lloyd/i)
  await see('unreached-address')
  const address = organiser.path
  await organiser.follow('It works again')
  await organiser.press('Send mail to it again')
  expect(organiser.title).toMatch(/^Error/)
  await see('unreached-works-again')
  organiser.check(/works now/)
  await organiser.press('Send mail to it again')
  expect(organiser.path).toBe(address)
  expect(await mailsSaying('ben@unreached.example', 'Your place')).toHaveLength(2)
  await organiser.reload()
  await see('unreached-solved')
  await organiser.goto(`/organiser/events/${code}/unreached`)
  expect(organiser.text).toContain('Every address of this event works')
  expect(problems).toEqual([])
  expect(await brokenInvariants()).toEqual([])
})

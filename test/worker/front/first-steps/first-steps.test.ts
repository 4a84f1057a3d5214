// What a council sets up before its first conference, each step done by what is stored.
import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { firstSteps, hasFirstSteps } from '#front/first-steps/steps.ts'
import { anAccount, anEvent, aSchool, aSetting, request, rows } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'

const administrator = await anAccount({ roles: ['administrator'] })
const done = async (): Promise<string[]> => {
  const html = await (await request('/organiser/first-steps', { cookie: administrator.cookie })).text()
  return [...html.matchAll(/<li class="govuk-task-list__item.*?<\/li>/gs)]
    .map(([item]) => plain(item))
    .filter((item) => item.endsWith('Done'))
    .map((item) => item.replace(/ (They are|For pages|A passkey|Send|Download|Whom|Deadlines|If you|Have|Begin).*/, ''))
}

it('a council that nobody has set up has ten steps to do, and each is done by what it stores', async () => {
  expect(await done()).toEqual([])
  const did: string[][] = []
  const school = await aSchool()
  did.push(await done())
  await add('SchoolContact', { schoolId: school.id, email: 'office@first.example' })
  await add('TermDate', { name: 'Autumn', source: 'council', firstDay: '2026-09-01', lastDay: '2026-12-18' })
  await aSetting('page.privacy', 'We keep this.')
  did.push(await done())
  const event = await anEvent()
  did.push(await done())
  const sendingId = await add('Sending', { eventId: event.id })
  await add('SendingRecipient', { sendingId, number: 1, schoolId: school.id, email: 'office@first.example' })
  await add('Message', { kind: 'wording_test', recipient: 'r', state: 'sent' })
  await add('Factor', {
    accountId: (await anAccount({ roles: ['organiser'] })).accountId,
    label: 'Phone',
    secret: 'k1:x',
    confirmedAt: '2026-09-01T09:00:00.000Z',
  })
  did.push(await done())
  const [schools, contacts, terms, privacy] = ['Schools from GIAS', 'Contacts and DSLs from a list', 'Term dates', 'Privacy notice']
  const last = 'First event, with an invitation to a few schools'
  expect(did).toEqual([
    [schools],
    [schools, contacts, terms, privacy],
    [schools, contacts, terms, privacy],
    ['A second factor for staff', 'A first email', schools, contacts, terms, privacy, last],
  ])
  expect(await rows('SELECT count(*) AS n FROM Setting WHERE key = ?', 'page.privacy')).toEqual([{ n: 1 }])
})

it('the list ends with the last step that every council needs: an earlier record of training is not one', () => {
  const named = { name: 'Kite Council', contactTelephone: '01632 960100', concernTelephone: '01632 960199', brandColour: '#123456' }
  const council = { ...councilFrom('884'), ...named }
  const begun = { signIn: 1, mail: 1, logo: 0, schools: 1, contacts: 1, terms: 1, history: 0, privacy: 1, event: 1, invited: 1 } as const
  expect(hasFirstSteps(firstSteps(council, begun))).toBe(false)
  expect(hasFirstSteps(firstSteps({ ...council, concernTelephone: '' }, begun))).toBe(true)
  expect(hasFirstSteps(firstSteps(council, { ...begun, invited: 0 }))).toBe(true)
})

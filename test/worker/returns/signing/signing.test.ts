// Who signs a school's return, what that does, and what is kept of it.

import { describe, expect, it } from 'vitest'
import { seenOf, type Typed } from '#returns/filling/entry.ts'
import { fieldOf } from '#returns/filling/forms.ts'
import { anAccount, leadsTo, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { reportsByOne } from '#test/worker/attendance/coverage/world.ts'
import { type AskedForm, aHolder, aReturn, inRole, standingOf } from '../filling/world.ts'

const yesOrNo: AskedForm = { questions: { policy: { kind: 'yes_no', label: 'Is there a child protection policy?' } } }

type Asked = Awaited<ReturnType<typeof aReturn>>

const fill = (asked: Asked, cookie: string, value = 'yes', seen = '') =>
  request(`${asked.at}/sections/1`, {
    cookie,
    form: { [fieldOf('value', asked.q('policy'))]: value, [fieldOf('seen', asked.q('policy'))]: seen },
  })

const page = async (path: string, cookie: string): Promise<string> => await textOf(request(path, { cookie }))

const versionOn = async (asked: Asked, cookie: string): Promise<string> => {
  const shown = await (await request(`${asked.at}/check`, { cookie })).text()
  return /name="version" value="([^"]*)"/.exec(shown)?.[1] ?? ''
}

const press = (asked: Asked, cookie: string, version: string) => request(`${asked.at}/check`, { cookie, form: { agreed: 'yes', version } })

/** Signs as a browser does: with the version that the page shows. */
const sign = async (asked: Asked, cookie: string) => {
  const answer = await press(asked, cookie, await versionOn(asked, cookie))
  return answer
}

const aStaff = async (form: AskedForm = yesOrNo) => {
  const asked = await aReturn(form)
  const of = (role: string, name: string) => aHolder(asked.school.id, role, name)
  return { asked, head: await of('head', 'Hal Price'), lead: await of('dsl', 'Lena Moss'), governor: await of('link_governor', 'Gus Hill') }
}

const current = async (asked: Asked): Promise<string> => {
  const [entry] = await rows<Typed & { id: string }>('SELECT * FROM CurrentEntry WHERE returnId = ?1', asked.id)
  return entry ? seenOf(entry) : ''
}
const signatures = (id: string) =>
  rows('SELECT turn, signedAs, alsoLead, byId FROM ReturnSignature WHERE returnId = ?1 ORDER BY turn, rowid', id)
const submissions = (id: string) =>
  rows<{ number: string }>('SELECT turn, number, came FROM ReturnSubmission WHERE returnId = ?1 ORDER BY turn', id)

describe('submitting', () => {
  it('Before anybody signs, the check page lists what has no answer and what nobody has confirmed, each with its place.', async () => {
    const { asked, head } = await aStaff({
      questions: { ...yesOrNo.questions, held: { kind: 'yes_no', label: 'Who is the head?', filledFrom: 'head' } },
    })
    const shown = await page(`${asked.at}/check`, head.cookie)
    expect(shown).toContain('3 things are missing before the audit can be signed:')
    expect(shown).toContain('Is there a child protection policy? (no answer)')
    expect(shown).toContain('Who is the head? (say whether what we hold is right)')
    const refused = await press(asked, head.cookie, '0-0-0')
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining('Something is still missing, so nothing was signed.'),
    ])
    expect(await signatures(asked.id)).toEqual([])
  })

  it('The head’s signature submits the return, which gets a number; everybody who wrote in it is sent a receipt with that number.', async () => {
    const { asked, head, lead, governor } = await aStaff()
    await fill(asked, lead.cookie)
    expect(await leadsTo(sign(asked, head.cookie))).toBe(asked.at)
    expect(await signatures(asked.id)).toEqual([{ turn: 0, signedAs: 'head', alsoLead: 0, byId: head.accountId }])
    const [submission] = await submissions(asked.id)
    expect(submission).toEqual({ turn: 0, number: expect.stringMatching(/^[2-9A-Z]{8}$/), came: 'by_deadline' })
    const mails = await rows<{ recipient: string; text: string }>(
      `SELECT m.recipient, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'return_submitted' AND m.schoolId = ?1
       ORDER BY m.recipient`,
      asked.school.id,
    )
    // Those who govern the school and have still to sign are sent it too.
    expect(mails.map(({ recipient }) => recipient)).toEqual([head.email, lead.email, governor.email].toSorted())
    for (const { text } of mails) expect(text).toContain(`Its number is ${submission?.number}.`)
  })

  it('Nothing can be typed once it is submitted, and what was typed meanwhile is shown again.', async () => {
    const { asked, head, lead } = await aStaff()
    await fill(asked, lead.cookie)
    await sign(asked, head.cookie)
    const late = await fill(asked, lead.cookie, 'no')
    expect([late.status, await late.text()]).toEqual([
      409,
      expect.stringContaining('The return was submitted meanwhile, so nothing was saved.'),
    ])
    expect(await standingOf(asked.id, asked.questions)).toEqual({ policy: 'yes' })
    expect(await page(`${asked.at}/sections/1`, lead.cookie)).toContain(
      'The return is submitted. To change something, ask the council to open it again.',
    )
  })

  it('How to fill it in stands above a return until it is submitted.', async () => {
    const { asked, head, lead } = await aStaff({ ...yesOrNo, note: 'Answer for the school as it is.' })
    await fill(asked, lead.cookie)
    expect(await page(asked.at, head.cookie)).toContain('Answer for the school as it is.')
    await sign(asked, head.cookie)
    expect(await page(asked.at, head.cookie)).not.toContain('Answer for the school as it is.')
  })

  it('The deadline is met by the head’s submission alone; a governor’s signature may follow after it.', async () => {
    const { asked, head, governor } = await aStaff({ ...yesOrNo, deadlineAt: new Date(Date.now() + 3_600_000).toISOString() })
    await fill(asked, head.cookie)
    await sign(asked, head.cookie)
    expect(await submissions(asked.id)).toMatchObject([{ came: 'by_deadline' }])
    expect(await page(asked.at, governor.cookie)).toContain('Governor Not signed yet; somebody other than the head and the DSL')
    expect((await sign(asked, governor.cookie)).status).toBe(303)
    expect(await signatures(asked.id)).toMatchObject([{ signedAs: 'head' }, { signedAs: 'governor', byId: governor.accountId }])
  })

  it('What is submitted after the deadline says so, and what comes after the final date is late.', async () => {
    const day = 86_400_000
    const at = (ms: number) => new Date(Date.now() + ms).toISOString()
    const came = async (form: AskedForm) => {
      const { asked, head } = await aStaff({ ...yesOrNo, ...form })
      await fill(asked, head.cookie)
      const shown = await page(`${asked.at}/check`, head.cookie)
      await sign(asked, head.cookie)
      return [(await submissions(asked.id)).map((one) => ({ ...one, number: '' })), /The (deadline|final date) is over/.exec(shown)?.[1]]
    }
    expect(await came({ deadlineAt: at(-2 * day), finalAt: at(2 * day) })).toEqual([
      [{ turn: 0, number: '', came: 'by_final' }],
      'deadline',
    ])
    expect(await came({ deadlineAt: at(-4 * day), finalAt: at(-2 * day) })).toEqual([
      [{ turn: 0, number: '', came: 'after_final' }],
      'final date',
    ])
  })

  it('An answer that changes while the head reads the check page is not signed unseen.', async () => {
    const { asked, head, lead } = await aStaff()
    await fill(asked, lead.cookie)
    const version = await versionOn(asked, head.cookie)
    await fill(asked, lead.cookie, 'no', await current(asked))
    const refused = await press(asked, head.cookie, version)
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining('The return has changed since you opened this page'),
    ])
    expect(await submissions(asked.id)).toEqual([])
  })

  it('A second press submits nothing twice.', async () => {
    const { asked, head } = await aStaff()
    await fill(asked, head.cookie)
    const version = await versionOn(asked, head.cookie)
    const both = await Promise.all([1, 2].map(() => press(asked, head.cookie, version)))
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409])
    expect((await submissions(asked.id)).length).toBe(1)
    expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE kind = 'return_submitted' AND schoolId = ?1`, asked.school.id)).toEqual([
      { n: 2 },
    ])
  })

  it('Without a tick nothing is signed.', async () => {
    const { asked, head } = await aStaff()
    await fill(asked, head.cookie)
    const refused = await request(`${asked.at}/check`, { cookie: head.cookie, form: { version: 'x' } })
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Tick that you have read the audit')])
  })
})

describe('who signs', () => {
  it('Whoever is both head and lead signs once, as both.', async () => {
    const { asked, head } = await aStaff({ ...yesOrNo, leadSigns: true })
    await inRole(head.personId, asked.school.id, 'dsl')
    await fill(asked, head.cookie)
    expect(await page(`${asked.at}/check`, head.cookie)).toContain('once for both')
    await sign(asked, head.cookie)
    expect(await signatures(asked.id)).toEqual([{ turn: 0, signedAs: 'head', alsoLead: 1, byId: head.accountId }])
    expect(await page(`${asked.at}/check`, head.cookie)).toContain('You have signed this audit. Nobody signs twice.')
  })

  it('Where the form sets an order, the head waits for the lead, and a governor for both.', async () => {
    const { asked, head, lead, governor } = await aStaff({ ...yesOrNo, leadSigns: true, inOrder: true })
    await fill(asked, lead.cookie)
    const early = await press(asked, head.cookie, '1-0-0')
    expect([early.status, await early.text()]).toEqual([409, expect.stringContaining('Signatures go in an order here')])
    expect((await sign(asked, governor.cookie)).status).toBe(409)
    for (const { cookie } of [lead, head, governor]) expect((await sign(asked, cookie)).status).toBe(303)
    expect(await signatures(asked.id)).toMatchObject([{ signedAs: 'lead' }, { signedAs: 'head' }, { signedAs: 'governor' }])
  })

  it('The governor is somebody other than the head and the lead.', async () => {
    const { asked, head, lead } = await aStaff({ ...yesOrNo, leadSigns: true })
    await inRole(head.personId, asked.school.id, 'governor')
    await inRole(lead.personId, asked.school.id, 'governor')
    await fill(asked, lead.cookie)
    for (const { cookie } of [lead, head]) expect((await sign(asked, cookie)).status).toBe(303)
    for (const { cookie } of [lead, head]) expect((await sign(asked, cookie)).status).toBe(409)
    expect(await signatures(asked.id)).toMatchObject([{ signedAs: 'lead' }, { signedAs: 'head' }])
  })

  it('Somebody who only acts for the school fills in and does not sign.', async () => {
    const { asked } = await aStaff()
    const contact = await anAccount({ schoolIds: [asked.school.id] })
    await fill(asked, contact.cookie)
    expect((await sign(asked, contact.cookie)).status).toBe(409)
    expect(await page(`${asked.at}/check`, contact.cookie)).toContain(
      'You do not sign this audit: our record does not have you in a role that does',
    )
    const html = await (await request(`${asked.at}/check`, { cookie: contact.cookie })).text()
    expect(html).toContain(`<a class="govuk-link" href="/school/${asked.school.id}/roles">Who holds which role at the school</a>`)
  })

  it('Answers that were entered after somebody signed are counted on the check page.', async () => {
    const { asked, lead, head } = await aStaff({ ...yesOrNo, leadSigns: true })
    await fill(asked, lead.cookie)
    await sign(asked, lead.cookie)
    await fill(asked, lead.cookie, 'no', await current(asked))
    expect(await page(`${asked.at}/check`, head.cookie)).toContain(
      'This has lapsed: 1 answer was entered after that. It is asked for again',
    )
  })
})

describe('opened again', () => {
  it('An officer opens a return again with a reason; it is submitted again under another number, and both submissions are kept.', async () => {
    const { asked, head } = await aStaff()
    await fill(asked, head.cookie)
    await sign(asked, head.cookie)
    await reportsByOne()
    await add('ReturnReopening', { returnId: asked.id, reason: 'The wrong policy was named', byId: asked.officer.accountId })
    expect(await page(asked.at, head.cookie)).toContain('Opened again by the council on')
    expect((await fill(asked, head.cookie, 'no', await current(asked))).status).toBe(303)
    expect((await sign(asked, head.cookie)).status).toBe(303)
    const both = await submissions(asked.id)
    expect(both).toMatchObject([{ turn: 0 }, { turn: 1 }])
    expect(both[0]?.number).not.toBe(both[1]?.number)
    expect(await signatures(asked.id)).toMatchObject([{ turn: 0 }, { turn: 1 }])
  })

  it('Nothing is submitted once the round is closed.', async () => {
    const { asked, head } = await aStaff()
    await fill(asked, head.cookie)
    const by = [asked.round, tick().toISOString(), asked.officer.accountId]
    await rows('UPDATE ReturnRound SET closedAt = ?2, closedById = ?3 WHERE id = ?1', ...by)
    const refused = await press(asked, head.cookie, '1-0-0')
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining('The council has closed this audit: you cannot change it any more.'),
    ])
  })
})

it('The return can be taken as a tagged file at any time.', async () => {
  const { asked, head } = await aStaff()
  await fill(asked, head.cookie)
  await sign(asked, head.cookie)
  const file = await request(`${asked.at}/return.pdf`, { cookie: head.cookie })
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="return-2026-27.pdf"')
  expect(new TextDecoder('latin1').decode(await file.arrayBuffer())).toContain('/StructTreeRoot')
})

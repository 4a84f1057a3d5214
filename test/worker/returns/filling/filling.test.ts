// A school's people fill in its return together: what each types is kept, and nobody overwrites what they have not seen.

import { describe, expect, it } from 'vitest'
import { seenOf, type Typed } from '#returns/filling/entry.ts'
import { fieldOf } from '#returns/filling/forms.ts'
import { saveEntries } from '#returns/filling/save-entries.ts'
import { anAccount, aSchool, htmlOf, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { actOf, aHolder, aReturn, standingOf } from './world.ts'

type Asked = Awaited<ReturnType<typeof aReturn>>

/** What a browser sends of some questions; `seen` is of the page. */
const typed = (asked: Asked, values: Record<string, string>, seen: Record<string, string> = {}, more: Record<string, string> = {}) => ({
  ...Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => [
      [fieldOf('value', asked.q(name)), value],
      [fieldOf('seen', asked.q(name)), seen[name] ?? ''],
    ]),
  ),
  ...more,
})

/** What a page shows now of each question. */
const shownNow = async (asked: Asked): Promise<Record<string, string>> => {
  const found = await rows<Typed & { id: string; questionId: string }>('SELECT * FROM CurrentEntry WHERE returnId = ?1', asked.id)
  const names = new Map(Object.entries(asked.questions).map(([name, id]) => [id, name]))
  return Object.fromEntries(found.map((entry) => [names.get(entry.questionId) ?? '', seenOf(entry)]))
}

const contactOf = (asked: Asked, name = 'Ann Lee') => anAccount({ schoolIds: [asked.school.id], name })

describe('who knows of a return', () => {
  it('A return is seen by people who act for the school, and its confirmed head, lead, deputies and governors; for anybody else it does not exist.', async () => {
    const asked = await aReturn()
    const elsewhere = await aSchool()
    const people = {
      contact: await contactOf(asked),
      head: await aHolder(asked.school.id, 'head', 'Hal Price'),
      lead: await aHolder(asked.school.id, 'dsl', 'Lena Moss'),
      deputy: await aHolder(asked.school.id, 'deputy_dsl', 'Dee Park'),
      governor: await aHolder(asked.school.id, 'link_governor', 'Gus Hill'),
      senco: await aHolder(asked.school.id, 'senco', 'Sen Coe'),
      colleague: await anAccount({ schoolIds: [elsewhere.id] }),
      officer: asked.officer,
      stranger: await anAccount(),
    }
    const statuses: Record<string, number[]> = {}
    for (const [who, { cookie }] of Object.entries(people)) {
      const of = async (path: string) => (await request(path, { cookie })).status
      statuses[who] = [await of(asked.at), await of(`${asked.at}/sections/1`), await of(`/school/${asked.school.id}/returns`)]
    }
    const [seen, none] = [
      [200, 200, 200],
      [404, 404, 404],
    ]
    expect(statuses).toEqual({
      contact: seen,
      head: seen,
      lead: seen,
      deputy: seen,
      governor: seen,
      senco: none,
      colleague: none,
      officer: none,
      stranger: none,
    })
    expect((await request(asked.at)).status).toBe(303)
  })

  it('A mailbox that several people read is nobody in a role.', async () => {
    const asked = await aReturn()
    const { cookie, accountId } = await aHolder(asked.school.id, 'head', 'Hal Price')
    expect((await request(asked.at, { cookie })).status).toBe(200)
    await rows('UPDATE Account SET shared = 1 WHERE id = ?1', accountId)
    await rows('UPDATE SignIn SET personId = (SELECT personId FROM Account WHERE id = ?1) WHERE accountId = ?1', accountId)
    expect((await request(asked.at, { cookie })).status).toBe(404)
  })

  it('Those of the governing body read and do not type.', async () => {
    const asked = await aReturn()
    const { cookie } = await aHolder(asked.school.id, 'chair', 'Cher Ray')
    const page = await (await request(`${asked.at}/sections/1`, { cookie })).text()
    expect(page).toContain('The school fills it in, and you sign once its head has submitted it.')
    expect(page).not.toContain('<textarea')
    expect((await request(`${asked.at}/sections/1`, { cookie, form: typed(asked, { boarders: 'yes' }) })).status).toBe(404)
    expect(await standingOf(asked.id, asked.questions)).toEqual({})
  })
})

describe('before the first question', () => {
  it('The front page of a return says in whose name and under what power it is asked, who reads the answers, who answers for the data, and both days.', async () => {
    const asked = await aReturn()
    const page = await textOf(request(asked.at, await contactOf(asked)))
    for (const said of [
      'The council asks your school. Asked under section 175 of the Education Act 2002.',
      'Two officers of the council',
      'Friday 29 January 2027, 11:59pm. It is met when the head submits by then; other signatures may follow.',
      'Friday 26 February 2027, 11:59pm',
      'Culture 0 of 2 answered Nobody yet',
      'Begin',
    ])
      expect(page).toContain(said)
  })
})

describe('filling in', () => {
  it('What is typed on a part is saved as it is typed, with who wrote it and when, and the next part follows.', async () => {
    const asked = await aReturn()
    const { cookie, accountId } = await contactOf(asked)
    const sent = await request(`${asked.at}/sections/1`, {
      cookie,
      form: typed(
        asked,
        { boarders: 'no', culture: '2', inspected: '' },
        {},
        { does: 'next', [fieldOf('evidence', asked.q('culture'))]: 'Survey of May' },
      ),
    })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${asked.at}/sections/2`])
    expect(
      await rows('SELECT questionId, afterId, value, evidence, byId FROM ReturnEntry WHERE returnId = ?1 ORDER BY id', asked.id),
    ).toEqual([
      { questionId: asked.q('boarders'), afterId: null, value: 'no', evidence: '', byId: accountId },
      { questionId: asked.q('culture'), afterId: null, value: '2', evidence: 'Survey of May', byId: accountId },
    ])
    expect(await (await request(`${asked.at}/sections/1`, { cookie })).text()).toMatch(/Ann Lee wrote this/)
  })

  it('A question with a condition is asked once the answer that it hangs on stands.', async () => {
    const asked = await aReturn()
    const { cookie } = await contactOf(asked)
    const hidden = async () => /id="q-[^"]*"[^>]*hidden/.test(await (await request(`${asked.at}/sections/1`, { cookie })).text())
    expect(await hidden()).toBe(true)
    await request(`${asked.at}/sections/1`, { cookie, form: typed(asked, { boarders: 'yes' }) })
    expect(await hidden()).toBe(false)
  })

  it('A date in words gets one clear sentence, stays in its field, and the other answers are saved.', async () => {
    const asked = await aReturn()
    const { cookie } = await contactOf(asked)
    const sent = await request(`${asked.at}/sections/1`, {
      cookie,
      form: typed(asked, { boarders: 'yes', inspected: 'last Tuesday', culture: '3' }),
    })
    const page = await sent.text()
    expect(sent.status).toBe(422)
    expect(page).toContain('Enter the day in figures, such as 27 3 2027: “last Tuesday” is no day that can be read')
    expect(page).toContain('value="last Tuesday"')
    expect(page).toContain('The other answers on this page are saved.')
    expect(await standingOf(asked.id, asked.questions)).toEqual({ boarders: 'yes', culture: '3' })
  })

  it('Sent twice, it is kept once.', async () => {
    const asked = await aReturn()
    const { cookie } = await contactOf(asked)
    const form = typed(asked, { boarders: 'yes', culture: '3' })
    const both = await Promise.all([1, 2].map(() => request(`${asked.at}/sections/1`, { cookie, form })))
    expect(both.map(({ status }) => status)).toEqual([303, 303])
    expect(await rows('SELECT COUNT(*) AS n FROM ReturnEntry WHERE returnId = ?1', asked.id)).toEqual([{ n: 2 }])
  })

  it('A question of another form, and one of another school’s return, is not saved.', async () => {
    const [asked, other] = [await aReturn(), await aReturn()]
    const { cookie } = await contactOf(asked)
    await request(`${asked.at}/sections/1`, { cookie, form: typed(other, { boarders: 'yes' }) })
    const sent = await request(`/school/${asked.school.id}/returns/${other.id}/sections/1`, {
      cookie,
      form: typed(other, { boarders: 'yes' }),
    })
    expect(sent.status).toBe(404)
    expect(await rows('SELECT COUNT(*) AS n FROM ReturnEntry WHERE returnId IN (?1, ?2)', asked.id, other.id)).toEqual([{ n: 0 }])
  })

  it('Every part warns against naming a child.', async () => {
    const asked = await aReturn()
    const { cookie } = await contactOf(asked)
    for (const n of [1, 2])
      expect(await htmlOf(request(`${asked.at}/sections/${n}`, { cookie }))).toContain('Write nothing by which a child could be recognised')
  })
})

describe('two people at once', () => {
  it('Where another has answered meanwhile both answers are shown side by side, nothing is lost, and the person who typed chooses.', async () => {
    const asked = await aReturn()
    const [ann, ben] = [await contactOf(asked), await contactOf(asked, 'Ben Orr')]
    await request(`${asked.at}/sections/1`, { cookie: ben.cookie, form: typed(asked, { culture: '2' }) })
    const clash = await request(`${asked.at}/sections/1`, { cookie: ann.cookie, form: typed(asked, { culture: '4', boarders: 'no' }) })
    const page = await clash.text()
    expect(clash.status).toBe(409)
    expect(page).toContain('Choose which answer stands: yours, or that of Ben Orr')
    expect(page).toContain('The other answers on this page are saved.')
    expect(page).toMatch(/Ben Orr<\/h2>\s*<p[^>]*>2: in place[^<]*<\/p>[\s\S]*You<\/h2>\s*<p[^>]*>4: not in place<\/p>/)
    expect(await standingOf(asked.id, asked.questions)).toEqual({ culture: '2', boarders: 'no' })

    const seen = await shownNow(asked)
    const keep = (value: string) => ({ [fieldOf('keep', asked.q('culture'))]: value })
    const again = await request(`${asked.at}/sections/1`, {
      cookie: ann.cookie,
      form: typed(asked, { culture: '4' }, seen, keep('choose')),
    })
    expect(again.status).toBe(409)
    expect(await standingOf(asked.id, asked.questions)).toMatchObject({ culture: '2' })

    // A browser without scripts sends that something is to be chosen, and then what was.
    const both = [...Object.entries(typed(asked, { culture: '4' }, seen, keep('choose'))), ...Object.entries(keep('mine'))]
    await request(`${asked.at}/sections/1`, { cookie: ann.cookie, form: both })
    expect(await standingOf(asked.id, asked.questions)).toMatchObject({ culture: '4' })
    expect(
      await rows('SELECT value, afterId IS NOT NULL AS "after" FROM ReturnEntry WHERE questionId = ?1 ORDER BY id', asked.q('culture')),
    ).toEqual([
      { value: '2', after: 0 },
      { value: '4', after: 1 },
    ])
  })

  it('Whoever chooses the other’s answer leaves it as it is.', async () => {
    const asked = await aReturn()
    const [ann, ben] = [await contactOf(asked), await contactOf(asked, 'Ben Orr')]
    await request(`${asked.at}/sections/1`, { cookie: ben.cookie, form: typed(asked, { culture: '2' }) })
    const seen = await shownNow(asked)
    const keep = { [fieldOf('keep', asked.q('culture'))]: 'theirs' }
    const sent = await request(`${asked.at}/sections/1`, { cookie: ann.cookie, form: typed(asked, { culture: '4' }, seen, keep) })
    expect(sent.status).toBe(303)
    expect(await rows('SELECT value FROM ReturnEntry WHERE questionId = ?1', asked.q('culture'))).toEqual([{ value: '2' }])
  })

  it('A page that was opened long ago and not changed here overwrites nothing.', async () => {
    const asked = await aReturn()
    const [ann, ben] = [await contactOf(asked), await contactOf(asked, 'Ben Orr')]
    await request(`${asked.at}/sections/1`, { cookie: ann.cookie, form: typed(asked, { culture: '1' }) })
    const seen = await shownNow(asked)
    await request(`${asked.at}/sections/1`, { cookie: ben.cookie, form: typed(asked, { culture: '2' }, seen) })
    const sent = await request(`${asked.at}/sections/1`, { cookie: ann.cookie, form: typed(asked, { culture: '1', boarders: 'no' }, seen) })
    expect(sent.status).toBe(303)
    expect(await standingOf(asked.id, asked.questions)).toEqual({ culture: '2', boarders: 'no' })
  })

  it('A question that is saved by itself answers with its part of the page and who saved it, and with both answers where another came between.', async () => {
    const asked = await aReturn()
    const [ann, ben] = [await contactOf(asked), await contactOf(asked, 'Ben Orr')]
    const save = (cookie: string, value: string) =>
      request(`${asked.at}/sections/1`, {
        cookie,
        form: typed(asked, { culture: value }, {}, { only: asked.q('culture') }),
        headers: { 'x-muster-parts': 'question' },
      })
    const first = await save(ben.cookie, '2')
    expect([first.status, await first.text()]).toEqual([200, expect.stringMatching(/Saved .*[ap]m by Ben Orr\./)])
    const second = await save(ann.cookie, '3')
    expect([second.status, await second.text()]).toEqual([422, expect.stringContaining('Which answer stands?')])
    expect(await standingOf(asked.id, asked.questions)).toEqual({ culture: '2' })
  })
})

describe('many at once', () => {
  const attempt = (asked: Asked, value: string) => ({
    sentOf: (question: { id: string }) =>
      question.id === asked.q('culture')
        ? {
            question: question as never,
            attempt: { seen: null, typed: { value, evidence: '', action: '' }, chosen: undefined },
            mustChoose: false,
          }
        : undefined,
  })
  const race = async () => {
    const asked = await aReturn()
    const people = await Promise.all(
      ['1', '2', '3', '4'].map(async (value) => ({ value, ...(await contactOf(asked, `Colleague ${value}`)) })),
    )
    const done = await Promise.all(people.map(({ actor, value }) => saveEntries(actOf(actor), asked.place, attempt(asked, value))))
    const outcomes = done.map((one) => (one.ok ? one.value.outcomes.get(asked.q('culture'))?.is : one.reason))
    const standing = await rows<{ value: string }>('SELECT value FROM CurrentEntry WHERE questionId = ?1', asked.q('culture'))
    return { outcomes: outcomes.toSorted(), standing: standing.length }
  }

  it('Of four who answer one question in the same moment one is saved, and the others are shown that answer.', async () => {
    expect(await race()).toEqual({ outcomes: ['saved', 'to_choose', 'to_choose', 'to_choose'], standing: 1 })
  })

  it('Without the trigger each overwrites the others unseen.', async () => {
    const [trigger] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'ReturnEntry_typed_over_what_was_seen'`)
    await rows('DROP TRIGGER ReturnEntry_typed_over_what_was_seen')
    try {
      expect(await race()).toEqual({ outcomes: ['saved', 'saved', 'saved', 'saved'], standing: 4 })
    } finally {
      await rows(trigger?.sql ?? '')
    }
  })
})

it('Whoever was signed out half-way finds what they typed in the form again after signing in.', async () => {
  const asked = await aReturn()
  const { cookie, accountId } = await contactOf(asked)
  await rows('UPDATE SignIn SET revokedAt = ?2 WHERE accountId = ?1', accountId, tick().toISOString())
  const form = typed(asked, { culture: '3', boarders: 'no' }, {}, { [fieldOf('evidence', asked.q('culture'))]: 'Survey of May' })
  const path = `${asked.at}/sections/1`
  const away = await request(path, { cookie, form, headers: { referer: `http://localhost:8787${path}` } })
  expect([away.status, away.headers.get('location')]).toEqual([303, expect.stringContaining('typed=kept')])
  expect(await standingOf(asked.id, asked.questions)).toEqual({})
  const kept = /muster-kept=[^;]*/.exec(away.headers.get('set-cookie') ?? '')?.[0] ?? ''
  await rows('UPDATE SignIn SET revokedAt = NULL WHERE accountId = ?1', accountId)
  const page = await (await request(path, { cookie: `${cookie}; ${kept}` })).text()
  expect(page).toContain('What you typed is still here.')
  expect(page).toMatch(/Survey of May<\/textarea>/)
  expect(page).toMatch(/value="3"[^>]*checked/)
})

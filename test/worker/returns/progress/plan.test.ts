// What a school said that it will do after its return: its plan, what it says is done, and who
// is chased for it.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { selectDue } from '#front/due/store.ts'
import { anAccount, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aHolder, aReturn } from '../filling/world.ts'
import { officer } from '../world.ts'

/** A school that wrote what it will do, and somebody who acts for it. */
const aPlan = async () => {
  const school = await aSchool()
  const own = await aReturn({}, school)
  const office = await anAccount({ schoolIds: [own.school.id], name: 'Olga Office' })
  const read = async (path: string, cookie = office.cookie) => await textOf(request(path, { cookie }))
  const post = (path: string, form: Record<string, string>, cookie = office.cookie) => request(path, { cookie, form })
  await add('ReturnEntry', {
    returnId: own.id,
    questionId: own.q('culture'),
    value: '3',
    action: 'Ask pupils twice a year',
    byId: office.accountId,
  })
  const addAction = async (dueOn: string, what = 'Ask pupils twice a year') => {
    const id = newId(tick())
    await post(`${own.at}/plan/new`, { id, question: own.q('culture'), what, owner: 'The head of year', dueOn })
    return id
  }
  return { ...own, school, office, read, post, addAction }
}

const said = (action: string) => rows('SELECT doneOn, words FROM ReturnActionSaid WHERE actionId = ?1 ORDER BY rowid', action)

// “A school puts what it wrote in its return in its plan, and says of each thing when it was
// done and how; an officer can say that it is not.”
it('a school plans what it wrote, and says when it was done and how', async () => {
  const { at, read, post, q, office, id: returnId, round } = await aPlan()
  const before = await read(`${at}/plan`)
  expect(before).toContain('Nothing is in the plan yet.')
  expect(before).toContain('How well do pupils know whom to tell? Ask pupils twice a year Put it in the plan')
  expect(await (await request(`${at}/plan/new?question=${q('culture')}`, { cookie: office.cookie })).text()).toContain(
    'Ask pupils twice a year</textarea>',
  )
  const wrong = await post(`${at}/plan/new`, { question: q('culture'), what: 'Ask pupils', owner: '', dueOn: 'soon' })
  const page = await wrong.text()
  expect([wrong.status, page.includes('Enter the day by which it is to be done'), page.includes('Ask pupils</textarea>')]).toEqual([
    422,
    true,
    true,
  ])
  const form = {
    id: newId(tick()),
    question: q('culture'),
    what: 'Ask pupils twice a year',
    owner: 'The head of year',
    dueOn: '2026-01-20',
  }
  await Promise.all([post(`${at}/plan/new`, form), post(`${at}/plan/new`, form)])
  const planned = await read(`${at}/plan`)
  expect(planned).toContain(
    'Ask pupils twice a year The head of year 20 January 2026 Overdue Say that it is done : Ask pupils twice a year',
  )
  expect(planned).not.toContain('What you wrote in the audit, and is not in the plan')
  expect(await rows('SELECT what, questionId FROM ReturnAction WHERE returnId = ?1', returnId)).toEqual([
    { what: 'Ask pupils twice a year', questionId: q('culture') },
  ])
  const done = `${at}/plan/${form.id}`
  for (const [doneOn, words, problem] of [
    ['2199-01-01', 'We asked them', 'Enter a day that is not in the future'],
    ['2026-01-21', ' ', 'Say in a sentence what was done'],
  ] as const) {
    const refused = await post(done, { doneOn, words })
    expect([refused.status, (await refused.text()).includes(problem)]).toEqual([422, true])
  }
  expect(await said(form.id)).toEqual([])
  expect((await post(done, { doneOn: '2026-01-21', words: 'We asked all of year 7' })).status).toBe(303)
  expect(await read(`${at}/plan`)).toContain('Done on 21 January 2026: We asked all of year 7 (Olga Office')
  const officers = await read(`/organiser/returns/${round}/actions`, officer.cookie)
  expect(officers).toContain('Done on 21 January 2026: We asked all of year 7 (Olga Office')
})

// “What was said of an action stays, and the last stands.”
it('of two people who say that it is done one has said it, and an officer can say that it is not', async () => {
  const { at, post, addAction, round } = await aPlan()
  const both = (action: string) =>
    Promise.all(['2026-01-21', '2026-01-22'].map((doneOn) => post(`${at}/plan/${action}`, { doneOn, words: `On ${doneOn}` })))
  const action = await addAction('2026-01-20')
  const answers = await both(action)
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
  expect(await answers.find(({ status }) => status === 409)?.text()).toContain('Somebody has noted that already')
  const open = { words: 'Only half of them were asked' }
  const back = () => request(`/organiser/returns/${round}/actions/${action}/reopening`, { cookie: officer.cookie, form: open })
  expect((await Promise.all([back(), back()])).map(({ status }) => status).toSorted()).toEqual([303, 409])
  const rest = { id: newId(tick()), doneOn: '2026-02-01', words: 'The rest too' }
  expect((await post(`${at}/plan/${action}`, rest)).status).toBe(303)
  expect((await said(action)).map((one) => [one['doneOn'], one['words']]).slice(1)).toEqual([
    [null, 'Only half of them were asked'],
    ['2026-02-01', 'The rest too'],
  ])
  // A page that was kept is pressed again, after an officer said that it is not done.
  await back()
  expect((await post(`${at}/plan/${action}`, rest)).status).toBe(409)
  // Control: without the trigger both have said it.
  await rows('DROP TRIGGER ReturnActionSaid_once')
  const other = await addAction('2026-01-20', 'Something else')
  expect((await both(other)).map(({ status }) => status)).toEqual([303, 303])
  expect(await said(other)).toHaveLength(2)
})

it('a governor reads the plan and changes nothing, and for others it does not exist', async () => {
  const { at, addAction, read, school } = await aPlan()
  const action = await addAction('2026-01-20')
  const governor = await aHolder(school.id, 'link_governor', 'Gwen Governor')
  expect(await read(`${at}/plan`, governor.cookie)).toContain('Ask pupils twice a year')
  expect(await read(`${at}/plan`, governor.cookie)).not.toContain('Say that it is done')
  const stranger = await anAccount({ schoolIds: [(await aSchool()).id] })
  const statuses = await Promise.all(
    [
      [`${at}/plan/new`, governor.cookie],
      [`${at}/plan/${action}`, governor.cookie],
      [`${at}/plan`, stranger.cookie],
      [`${at}/plan/${action}`, stranger.cookie],
    ].map(async ([path = '', cookie = '']) => (await request(path, { cookie })).status),
  )
  expect(statuses).toEqual([404, 404, 404, 404])
})

// “What a school said in its return that it would do is due from two weeks before its day until
// it is said to be done; what it disputes of our record is named until it is settled.”
it('an action and a dispute are due from the school', async () => {
  const own = await aReturn({ questions: { lead: { kind: 'text', label: 'Who is the lead?', filledFrom: 'lead' } } })
  const head = await aHolder(own.school.id, 'head', 'Hana Head')
  const action = newId(tick())
  const long = `Train ${'everybody '.repeat(30)}`
  await request(`${own.at}/plan/new`, { cookie: head.cookie, form: { id: action, what: long, owner: 'The head', dueOn: '2026-06-12' } })
  const due = async (now: string) =>
    (await readNow(db, selectDue(db, { laCodes: ['884'], rootIds: [own.school.id], now: new Date(now) }))).flatMap((one) =>
      one.kind === 'plan' ? [[one.by, one.what.slice(0, 60), one.why, one.press.href]] : [],
    )
  expect(await due('2026-05-28T10:00:00.000Z')).toEqual([])
  const planned = [
    ...['2026-06-12', 'Say when this is done: “Train everybody everybody everybody '],
    ...['Your school planned it after “Safeguarding return 2026 to 2027”; The head does it.', `${own.at}/plan`],
  ]
  expect(await due('2026-05-29T10:00:00.000Z')).toEqual([planned])
  const [shown] =
    /value="([^"]*nobody is confirmed[^"]*)"/
      .exec(await (await request(`${own.at}/sections/1`, { cookie: head.cookie })).text())
      ?.slice(1) ?? []
  const disputed = await request(`${own.at}/sections/1`, {
    cookie: head.cookie,
    form: {
      does: `dispute ${own.q('lead')}`,
      [`shown-${own.q('lead')}`]: shown ?? '',
      [`words-${own.q('lead')}`]: 'It is Lena Lead',
      [`seen-${own.q('lead')}`]: '',
      [`value-${own.q('lead')}`]: '',
    },
  })
  expect(disputed.status).toBe(303)
  const [, dispute] = await due('2026-05-29T10:00:00.000Z')
  expect(dispute?.slice(0, 2)).toEqual([undefined, 'Our record is in dispute: “Who is the lead?”'])
  await request(`${own.at}/plan/${action}`, { cookie: head.cookie, form: { doneOn: '2026-01-21', words: 'All came' } })
  await run(
    `UPDATE ReturnShown SET settledAt = ?2, settledById = ?3, settled = 'Put right' WHERE returnId = ?1`,
    own.id,
    tick().toISOString(),
    officer.accountId,
  )
  expect(await due('2026-07-29T10:00:00.000Z')).toEqual([])
})

// “Schools with an overdue action or an open dispute are on a list of Follow-up, and a chase
// ends when neither is left.”
// “Schools that have not submitted to an open round are on a list of Follow-up, with how far
// each is.”
it('officers chase from lists of what is not submitted and of what is overdue', async () => {
  const { at, post, addAction, school, round, read } = await aPlan()
  const action = await addAction('2026-01-20')
  const lists = '/organiser/chasing/lists'
  const list = (name: string) => read(`${lists}/${name}`, officer.cookie)
  expect(await list('plans')).toContain(`${school.name}, ${school.town}`)
  expect(await list('plans')).toContain('1 overdue')
  const missing = await read(`${lists}/returns?of=${round}`, officer.cookie)
  expect(missing).toContain('Safeguarding audit not submitted: Safeguarding return 2026 to 2027, 2026-27')
  expect([missing.includes(`${school.name}, ${school.town}`), missing.includes('Begun'), missing.includes('Reserve places')]).toEqual([
    true,
    true,
    false,
  ])
  for (const [name, of] of [
    ['plans', ''],
    ['returns', round],
  ] as const) {
    const form = { do: 'message', of, sure: 'yes', id: newId(tick()), schools: [school.id] }
    const begun = await request(`${lists}/${name}`, { cookie: officer.cookie, form })
    expect(begun.headers.get('location')).toMatch(/^\/organiser\/mailings\//)
  }
  const chases = () => rows('SELECT matter, subjectId, endedWhy FROM Chase WHERE schoolId = ?1 ORDER BY matter', school.id)
  expect(await chases()).toEqual([
    { matter: 'return_missing', subjectId: round, endedWhy: null },
    { matter: 'return_plan', subjectId: '', endedWhy: null },
  ])
  await post(`${at}/plan/${action}`, { doneOn: '2026-01-21', words: 'We asked them' })
  expect((await chases())[1]).toEqual({ matter: 'return_plan', subjectId: '', endedWhy: 'settled' })
  expect(await list('plans')).not.toContain(`${school.name}, ${school.town}`)
  expect((await request(`${lists}/returns?of=${newId(tick())}`, { cookie: officer.cookie })).status).toBe(404)
})

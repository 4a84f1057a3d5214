// The client that walks through pages without a script: it sends what a browser sends, and cannot do what a person could not do.
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { describe, expect, it } from 'vitest'
import { files } from '#base/web/generated/files.ts'
import { look } from '#test/support/browsing.ts'
import { HtmlClient } from '#test/support/html-client.ts'

const origin = 'http://localhost:8787'

/** A service of one page with this main part; /sent says what it was sent. */
const pageWith = async (main: string): Promise<HtmlClient> => {
  const app = new Hono()
    .get('/', (c) => c.html(`<!doctype html><title>One page</title><main><h1>One page</h1>${main}</main>`))
    .all('/sent', async (c) => {
      const form = c.req.method === 'POST' ? [...(await c.req.raw.formData())] : [...new URL(c.req.url).searchParams]
      const type = c.req.header('content-type')?.replace(/;.*/, '') ?? 'nothing'
      const said = form.map(([name, value]) => [name, typeof value === 'string' ? value : `${value.name} (${value.size})`])
      return c.html(`<main><h1>${c.req.method} ${type}</h1><p>${JSON.stringify(said)}</p></main>`)
    })
    .post('/keeps', (c) => {
      setCookie(c, 'pressed', 'yes')
      setCookie(c, 'old', '', { maxAge: 0 })
      return c.redirect('/kept', 303)
    })
    .all('/kept', (c) =>
      c.html(`<main><h1>${c.req.method}</h1><p>${getCookie(c, 'pressed')} ${getCookie(c, 'old')} ${c.req.header('origin')}</p></main>`),
    )
    .all('/again', (c) => c.redirect('/sent', 307))
    .get('/round', (c) => c.redirect('/round'))
    .get('/file', (c) => c.body('BEGIN:VCALENDAR', 200, { 'content-type': 'text/calendar' }))
  const client = new HtmlClient(origin, async (url, init) => app.request(url, init), 'old=1; signed=in')
  await client.goto('/')
  return client
}
const sentBy = async (form: string, does: (page: HtmlClient) => void = () => {}, button = 'Send'): Promise<unknown> => {
  const page = await pageWith(form)
  does(page)
  await page.press(button)
  return JSON.parse(page.texts('p')[0] ?? '')
}
const field = (label: string, input: string): string =>
  `<label for="f-${label}">${label}</label>${input.replace(/^<\w+/, (tag) => `${tag} id="f-${label}"`)}`
const inForm = (fields: string, attributes = ''): string =>
  `<form method="post" action="/sent" ${attributes}>${fields}<button name="action" value="send">Send</button><button name="action" value="more">More</button></form>`

describe('sends what a browser sends', () => {
  it('of each kind of field what stands in it, in the order of the page, with the button that was pressed', async () => {
    const all = [
      '<input type="hidden" name="id" value="7 &amp; 8">',
      field('Name', '<input name="name" value="Siân &quot;Ŵ&quot;">'),
      field('Words', '<textarea name="words">\n&lt;one>\ntwo</textarea>'),
      field('Role', '<select name="role"><option value="">Choose</option><option value="dsl" selected>Lead</option></select>'),
      field('First', '<select name="first"><option disabled>No</option><option>Yes, it is</option></select>'),
      field('Several', '<select name="several" multiple><option selected>a</option><option>b</option><option selected>c</option></select>'),
      field('A', '<input type="radio" name="one" value="a">') + field('B', '<input type="radio" name="one" value="b" checked>'),
      field('C', '<input type="checkbox" name="c" checked>') + field('D', '<input type="checkbox" name="d" value="d">'),
      field('Off', '<input name="off" value="x" disabled>'),
      '<fieldset disabled><input name="within" value="x"></fieldset>',
      '<input value="without a name"><input type="submit" name="action" value="Other">',
    ].join('')
    const rest = [
      ['id', '7 & 8'],
      ['name', 'Siân "Ŵ"'],
      ['words', '<one>\r\ntwo'],
      ['role', 'dsl'],
      ['first', 'Yes, it is'],
      ['several', 'a'],
      ['several', 'c'],
      ['one', 'b'],
      ['c', 'on'],
    ]
    expect(await sentBy(inForm(all))).toEqual([...rest, ['action', 'send']])
    expect(await sentBy(inForm(all), undefined, 'More')).toEqual([...rest, ['action', 'more']])
    expect(await sentBy(inForm(all), undefined, 'Other')).toEqual([...rest, ['action', 'Other']])
  })

  it('what was typed, ticked, chosen and attached', async () => {
    const form = [
      field('Name', '<input name="name" value="before">'),
      field('Words', '<textarea name="words">before</textarea>'),
      field('Role', '<select name="role"><option value="" selected>Choose</option><option value="dsl">Lead</option></select>'),
      field('A', '<input type="radio" name="one" value="a">') + field('B', '<input type="radio" name="one" value="b" checked>'),
      field('C', '<input type="checkbox" name="c" checked>') + field('D', '<input type="checkbox" name="d" value="d">'),
    ].join('')
    const fills = (page: HtmlClient): void => {
      page.fill('Name', 'Łukasz "O’Brien" & co')
      page.fill('Words', 'one\ntwo')
      page.choose('Role', 'Lead')
      page.check('A')
      page.uncheck('C')
      page.check('D')
      expect([page.value('Name'), page.value('Words'), page.value('Role'), page.presses]).toEqual([
        'Łukasz "O’Brien" & co',
        'one\ntwo',
        'dsl',
        4,
      ])
      expect(page.html).toContain('value="Łukasz &quot;O’Brien&quot;')
    }
    expect(await sentBy(inForm(form), fills)).toEqual([
      ['name', 'Łukasz "O’Brien" & co'],
      ['words', 'one\r\ntwo'],
      ['role', 'dsl'],
      ['one', 'a'],
      ['d', 'd'],
      ['action', 'send'],
    ])
    const files = field('List', '<input type="file" name="list">') + field('None', '<input type="file" name="none">')
    const page = await pageWith(inForm(files, 'enctype="multipart/form-data"'))
    page.attach('List', new File(['a,b'], 'list.csv'))
    await page.press('Send')
    expect([page.heading, page.texts('p')]).toEqual([
      'POST multipart/form-data',
      ['[["list","list.csv (3)"],["none",""],["action","send"]]'],
    ])
  })

  it('to where the button or the form says, by the way it says', async () => {
    const search = '<form action="/sent?old=1"><input name="q" value="a b"><button>Search</button></form>'
    const page = await pageWith(search)
    await page.press('Search')
    expect([page.heading, page.url.search, page.texts('p')]).toEqual(['GET nothing', '?q=a+b', ['[["q","a b"]]']])
    expect(
      await sentBy('<form method="post" action="/nowhere"><input name="n" value="1"><button formaction="/sent">Send</button></form>'),
    ).toEqual([['n', '1']])
    expect(
      await sentBy(`<form id="f" method="post" action="/sent"></form><input name="n" form="f" value="1"><button form="f">Send</button>`),
    ).toEqual([['n', '1']])
  })

  it('the cookies it was given, and goes where it is sent', async () => {
    const page = await pageWith(
      '<form method="post" action="/keeps"><button>Keep</button></form><form method="post" action="/again"><button name="n" value="1">Again</button></form>',
    )
    await page.press('Keep')
    expect([page.path, page.heading, page.texts('p')]).toEqual(['/kept', 'GET', ['yes undefined undefined']])
    page.back()
    await page.press('Again')
    expect([page.path, page.heading, page.texts('p'), page.paths]).toEqual([
      '/sent',
      'POST application/x-www-form-urlencoded',
      ['[["n","1"]]'],
      ['/', '/kept', '/sent'],
    ])
    await page.reload()
    expect([page.path, page.texts('p')]).toEqual(['/sent', ['[["n","1"]]']])
    page.back()
    expect(page.title).toBe('One page')
    await expect(page.goto('/round')).rejects.toThrow('leads on without an end')
    await expect(page.goto('https://elsewhere.example/')).rejects.toThrow('not an address of this service')
  })

  it('a link that leads to a file leaves the page where it is', async () => {
    const page = await pageWith('<a href="/file">Download <span class="govuk-visually-hidden">the calendar</span></a>')
    expect(await (await page.follow('Download the calendar'))?.text()).toBe('BEGIN:VCALENDAR')
    expect([page.path, page.linksTo(), page.linksTo('Download')]).toEqual(['/', ['/file'], []])
  })
})

describe('refuses what a person could not do', () => {
  const name = field('Name', '<input name="name">')
  it.each<[string, string, (page: HtmlClient) => unknown, string]>([
    ['a link that is not there', '<a>Next</a>', (page) => page.follow('Next'), 'there is no link “Next”'],
    ['a link that is hidden', '<p hidden><a href="/sent">Next</a></p>', (page) => page.follow('Next'), 'there is no link “Next”'],
    [
      'a button for a key alone',
      inForm('<button class="govuk-visually-hidden" tabindex="-1">Save</button>'),
      (page) => page.press('Save'),
      'there is no button “Save”',
    ],
    ['a part of the words of a link', '<a href="/sent">Next page</a>', (page) => page.follow('Next'), 'there is no link “Next”'],
    ['one of two links', '<a href="/a">Next</a><a href="/b">Next</a>', (page) => page.follow('Next'), 'each of 2 is a link “Next”'],
    ['a button that is not there', inForm(name), (page) => page.press('Save'), 'there is no button “Save”'],
    ['a button that is disabled', inForm('<button disabled>Save</button>'), (page) => page.press('Save'), 'Save is disabled'],
    ['a button of a script', inForm('<button type="button">Save</button>'), (page) => page.press('Save'), 'does nothing without a script'],
    ['a button without a form', '<button>Save</button>', (page) => page.press('Save'), 'does nothing without a script'],
    ['a field without a label', inForm('<input name="name">'), (page) => page.fill('name', 'x'), 'there is no field “name”, but none'],
    ['a label of nothing', '<label for="x">Name</label>', (page) => page.fill('Name', 'x'), 'there is no field “Name”'],
    [
      'a hidden field',
      inForm(field('Name', '<input type="hidden" name="name">')),
      (page) => page.fill('Name', 'x'),
      'there is no field “Name”',
    ],
    ['a folded field', `<details><summary>More</summary>${name}</details>`, (page) => page.fill('Name', 'x'), 'there is no field “Name”'],
    ['a fold that is not there', name, (page) => page.unfold('More'), 'nothing is folded under “More”'],
    ['a disabled field', inForm(field('Name', '<input name="name" disabled>')), (page) => page.fill('Name', 'x'), '“Name” is disabled'],
    [
      'a disabled answer',
      `<fieldset disabled>${field('A', '<input type="radio" name="a">')}</fieldset>`,
      (page) => page.check('A'),
      '“A” is disabled',
    ],
    ['a field to be read', field('Name', '<input name="name" readonly>'), (page) => page.fill('Name', 'x'), '“Name” can only be read'],
    [
      'more than goes in',
      field('Name', '<input name="name" maxlength="3">'),
      (page) => page.fill('Name', 'four'),
      '“Name” takes 3 characters',
    ],
    [
      'words for a day',
      field('Day', '<input type="date" name="day">'),
      (page) => page.fill('Day', 'Monday'),
      '“Day” does not take “Monday”',
    ],
    ['to type into a list', field('Role', '<select name="role"></select>'), (page) => page.fill('Role', 'x'), 'nothing is typed at “Role”'],
    ['to tick a field of text', name, (page) => page.check('Name'), '“Name” is not ticked'],
    [
      'to take back an answer',
      field('A', '<input type="radio" name="a" checked>'),
      (page) => page.uncheck('A'),
      'no tick is taken from “A”',
    ],
    [
      'what a list does not offer',
      field('Role', '<select name="role"><option>Lead</option></select>'),
      (page) => page.choose('Role', 'Head'),
      '“Role” offers no “Head”',
    ],
    ['a file that nobody asks for', name, (page) => page.attach('Name', new File([], 'x')), '“Name” takes no file'],
    ['an empty field', inForm(field('Name', '<input name="name" required>')), (page) => page.press('Send'), 'name must be filled in'],
    ['no answer', inForm(field('A', '<input type="radio" name="one" required>')), (page) => page.press('Send'), 'one must be filled in'],
    ['no file', inForm(field('List', '<input type="file" name="list" required>')), (page) => page.press('Send'), 'list must be filled in'],
    [
      'another form',
      inForm(field('Code', '<input name="code" pattern="\\d{6}" value="12345x">')),
      (page) => page.press('Send'),
      'code has not the form',
    ],
    ['a page before the first', name, (page) => page.back(), 'there is no page before'],
  ])('%s', async (_, main, does, why) => {
    const page = await pageWith(main)
    await expect((async () => does(page))()).rejects.toThrow(`/ (One page): `)
    await expect((async () => does(page))()).rejects.toThrow(why)
  })

  it('but does the same where the page allows it', async () => {
    const page = await pageWith(
      `<details><summary>More</summary>${inForm(field('Code', '<input name="code" pattern="\\d{6}" required>') + field('A', '<input type="radio" name="one" required>'))}</details><a href="/a">Next</a><a href="/sent?b=1">Next</a>`,
    )
    page.unfold('More')
    page.fill('Code', '123456')
    page.check('A')
    await page.press('Send')
    expect(page.texts('p')).toEqual(['[["code","123456"],["one","on"],["action","send"]]'])
    page.back()
    await page.follow('Next', -1)
    expect(page.url.search).toBe('?b=1')
    expect(await sentBy(inForm(field('Name', '<input name="name" required>'), 'novalidate'))).toEqual([
      ['name', ''],
      ['action', 'send'],
    ])
  })
})

it('a page is looked at as it stands: what axe finds, whether it fits a phone, with the styles of the service', async () => {
  const style = `<link rel="stylesheet" href="${files['muster.css']}">`
  const page = await pageWith(`${style}<form><input name="name"></form><p style="width: 600px">Wide</p>`)
  // What axe finds comes when it comes.
  expect((await look(page, 'one')).toSorted()).toEqual([
    expect.stringContaining('one: html-has-lang'),
    expect.stringContaining('one: label'),
    'one: scrolls sideways on a phone',
  ])
})

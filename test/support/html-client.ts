// Somebody with a browser that runs no script: follows links, sends forms, goes where they are sent, and keeps cookies.
import { type Asked, documentOf, HtmlPage, type Name, type Shown } from './html-page.ts'

/** Asks the service one thing and follows nothing: by `app.request` in workerd, by `fetch` elsewhere. */
export type Ask = (
  url: string,
  init: { method: string; redirect: 'manual'; headers: Record<string, string>; body?: FormData | string },
) => Promise<Response>

const mostHops = 10

export class HtmlClient extends HtmlPage {
  /** The path of each page that was shown. */
  readonly paths: string[] = []
  private readonly origin: string
  private readonly ask: Ask
  private readonly cookies = new Map<string, string>()
  private readonly earlier: Shown[] = []

  /** @param cookies as a request carries them */
  constructor(origin: string, ask: Ask, cookies = '') {
    super()
    this.origin = origin
    this.ask = ask
    for (const cookie of cookies.split('; ').filter(Boolean)) this.keep(cookie)
  }

  /** Goes to an address of the service, such as one in a mail. */
  async goto(address: string): Promise<void> {
    await this.open({ url: new URL(address, this.shown?.url ?? this.origin), method: 'GET' })
  }
  /** Asks for the page again, as it was asked for: a form that it answers is sent once more. */
  async reload(): Promise<void> {
    await this.open(this.page)
    this.earlier.pop()
  }
  /** The page before, as it was left. */
  back(): void {
    const before = this.earlier.pop()
    if (!before) throw this.refused('there is no page before')
    this.shown = before
  }
  /** @returns what it leads to when that is no page, which leaves this one where it is */
  async follow(link: Name, which?: number): Promise<Response | undefined> {
    const to = this.one('link', link, which).getAttribute('href') ?? ''
    this.presses += 1
    return this.open({ url: new URL(to, this.url), method: 'GET' })
  }
  /** @returns what answers when that is no page, which leaves this one where it is */
  async press(button: Name, which?: number): Promise<Response | undefined> {
    const pressed = this.one('button', button, which)
    const form = this.formOf(pressed)
    if (pressed.hasAttribute('disabled')) throw this.refused(`${String(button)} is disabled`)
    if (!form || pressed.matches('[type=button], [type=reset]')) throw this.refused(`${String(button)} does nothing without a script`)
    if (!form.hasAttribute('novalidate') && !pressed.hasAttribute('formnovalidate')) this.validate(form, pressed)
    this.presses += 1
    const says = (what: string): string => pressed.getAttribute(`form${what}`) ?? form.getAttribute(what) ?? ''
    const url = new URL(says('action') || this.url, this.url)
    const entries = this.entriesOf(form, pressed)
    if (says('method').toLowerCase() === 'post' && says('enctype') === 'multipart/form-data') {
      const body = new FormData()
      for (const [name, value] of entries) body.append(name, value)
      return this.open({ url, method: 'POST', body })
    }
    const body = String(new URLSearchParams(entries.map(([name, value]) => [name, typeof value === 'string' ? value : value.name])))
    if (says('method').toLowerCase() === 'post') return this.open({ url, method: 'POST', body, type: 'application/x-www-form-urlencoded' })
    url.search = body
    return this.open({ url, method: 'GET' })
  }

  private keep(cookie: string): void {
    const [, name = '', value = '', rules = ''] = cookie.match(/^([^=;]*)=([^;]*)(.*)$/) ?? []
    if (/;\s*max-age=(0|-\d+)\s*(;|$)/i.test(rules)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
  private async open(first: Asked): Promise<Response | undefined> {
    let asked = first
    for (let hop = 0; hop < mostHops; hop += 1) {
      const { url, method, body, type } = asked
      if (url.origin !== this.origin) throw new Error(`${url} is not an address of this service`)
      const answer = await this.ask(url.href.replace(/#.*/, ''), {
        method,
        redirect: 'manual',
        headers: {
          ...(this.cookies.size > 0 ? { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') } : {}),
          ...(method === 'GET' ? {} : { origin: this.origin }),
          ...(type === undefined ? {} : { 'content-type': type }),
        },
        ...(body === undefined ? {} : { body }),
      })
      for (const cookie of answer.headers.getSetCookie()) this.keep(cookie)
      const to = answer.headers.get('location')
      if (to === null) return this.show(asked, answer)
      // With these two alone what was sent is sent there again.
      asked = [307, 308].includes(answer.status) ? { ...asked, url: new URL(to, url) } : { url: new URL(to, url), method: 'GET' }
    }
    throw new Error(`${first.url} leads on without an end`)
  }
  private async show({ url, method, body, type }: Asked, answer: Response): Promise<Response | undefined> {
    const { status, headers } = answer
    if (!headers.get('content-type')?.startsWith('text/html')) return answer
    const html = await answer.text()
    if (this.shown) this.earlier.push(this.shown)
    const sent = { ...(body === undefined ? {} : { body }), ...(type === undefined ? {} : { type }) }
    this.shown = { url, method, ...sent, status, headers, html, document: documentOf(html), changed: false }
    this.paths.push(url.pathname)
    return undefined
  }
}

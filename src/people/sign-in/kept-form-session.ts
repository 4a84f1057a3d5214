import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { instant } from '#base/dates.ts'
import { newToken, sha256 } from '#base/id.ts'
import { browserCookie } from '#base/web/browser-cookie.ts'
import type { AppEnv } from '#base/web/env.ts'
import { bodyFrom, fillForm } from '#base/web/fill-form.ts'
import type { Body } from '#base/web/form.ts'
import { type FoundForm, fieldsToKeep, keptMinutes, mostSent } from './kept-form.ts'
import { deleteSentForm, formOfCode, insertKeptForm, keptFormOf, moveKeptForm } from './kept-form-store.ts'
import { codeCookie, signInToken } from './session.ts'
import { KeptFormNotice } from './views/kept-form.tsx'

const keptCookie = browserCookie('muster-kept', keptMinutes)

/** A header of what a script sends while somebody types: their form is not sent yet. */
const whileTyping = 'muster-while-typing'

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** Wraps all guards. Only browsers with a kept form read anything here. */
export const keepForms = createMiddleware<AppEnv>(async (c, next) => {
  const keptForm = c.req.method === 'GET' ? await foundForm(c) : undefined
  c.set('typedBefore', keptForm?.fields)
  await next()
  const page = c.var.turnedAwayFrom
  if (page !== undefined) {
    const kept = await keepForm(c, page)
    const location = c.res.headers.get('location') ?? ''
    if (location.startsWith('/sign-in?')) c.header('location', `${location}&typed=${kept ? 'kept' : 'lost'}`)
  } else if (c.req.method === 'POST' && c.res.status < 500 && !c.req.header(whileTyping)) await forgetSent(c)
  if (keptForm) await showAgain(c, keptForm)
})

const foundForm = async (c: Context<AppEnv>): Promise<FoundForm | undefined> => {
  const token = keptCookie.read(c)
  const { accountId } = c.var.act.actor
  if (!token || !accountId) return undefined
  const keptForm = await keptFormOf(c.env.DB, await sha256(token), accountId, instant(c.var.act.now))
  return keptForm?.page === pathOf(c.req.url) ? keptForm : undefined
}

/** A sent form is no longer kept: its response shows what was typed. */
export const forgetSent = async (c: Context<AppEnv>, path = pathOf(c.req.url)): Promise<void> => {
  const token = keptCookie.read(c)
  const { accountId } = c.var.act.actor
  if (!token || !accountId) return
  if (await deleteSentForm(c.env.DB, await sha256(token), accountId, path)) keptCookie.clear(c)
}

const keepForm = async (c: Context<AppEnv>, page: string): Promise<boolean> => {
  const signIn = signInToken(c)
  if (!signIn || Number(c.req.header('content-length') ?? 0) > mostSent) return false
  const form = await c.req.formData().catch(() => undefined)
  const kept = form && fieldsToKeep([...form.entries()])
  if (!kept) return false
  const token = newToken()
  const id = await sha256(token)
  const done = await insertKeptForm(
    c.env.DB,
    c.var.act.now,
    { signInId: await sha256(signIn) },
    { id, page, path: pathOf(c.req.url), ...kept },
  )
  if (done) keptCookie.set(c, token)
  return done
}

/** Keeps a form that was typed before the code that signs in. @param browserToken of that code */
export const keepUntilCode = async (c: Context<AppEnv>, browserToken: string, page: string, body: Body): Promise<void> => {
  const entries = Object.entries(body).flatMap(([name, values]) => [values].flat().map((value) => [name, value] as const))
  const kept = fieldsToKeep(entries)
  const token = newToken()
  if (!kept) return
  const form = { id: await sha256(token), page, path: page, ...kept }
  if (await insertKeptForm(c.env.DB, c.var.act.now, { codeId: await sha256(browserToken) }, form)) keptCookie.set(c, token)
}

/** What was typed on the page before the code that this browser waits for. */
export const typedBeforeCode = async (c: Context<AppEnv>, page: string): Promise<Body | undefined> => {
  const [token, browserToken] = [keptCookie.read(c), codeCookie.read(c)]
  if (!token || !browserToken) return undefined
  const fields = await formOfCode(c.env.DB, await sha256(token), await sha256(browserToken), page, instant(c.var.act.now))
  return fields && bodyFrom(fields)
}

const showAgain = async (c: Context<AppEnv>, found: FoundForm): Promise<void> => {
  const { res } = c
  const location = res.headers.get('location')
  // A refused form's address may not be a page: use the one it came from.
  if (location && !/^\/(account\/|sign-in)/.test(location))
    await moveKeptForm(c.env.DB, found.id, pathOf(new URL(location, c.req.url).href))
  const isPage = res.headers.get('content-type')?.startsWith('text/html') && (res.status < 300 || (res.status >= 400 && res.status < 500))
  // Redirected first, such as to say who acts, or an error of ours: the form waits for its page.
  if (!isPage) return
  const { fields, path, hadFiles, signedOut } = found
  const filled = await fillForm(res, c.req.url, path, fields, ({ shown, left }) =>
    String(KeptFormNotice({ signedOut, hadFiles, shown, left })),
  )
  c.res = undefined
  c.res = filled
}

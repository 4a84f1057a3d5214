import { type Context, Hono } from 'hono'
import { securityText } from '#base/council.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import type { AppEnv } from '#base/web/env.ts'
import { defaultPages } from './default-page-text.ts'
import { type PageKey, pagePaths, pageTitles } from './page-text.ts'
import { readPage, selectLogo } from './store.ts'
import { StatutoryPage } from './views/page-texts.tsx'

const show = async (c: Context<AppEnv>, page: PageKey) => {
  const { text } = await readPage(c.env.DB, page)
  return c.render(<StatutoryPage page={page} text={text ?? defaultPages[page]} council={c.var.council} />, { title: pageTitles[page] })
}

/** The council's colour and logo, and the pages that the law asks for. */
export const publicCouncilPages = new Hono<AppEnv>()
  .get('/theme.css', (c) => {
    const colour = c.var.council.brandColour
    return c.body(`:root{--govuk-brand-colour:${colour}}`, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=86400',
    })
  })
  .get('/logo/:id', async (c) => {
    const file = await readNow(c.env.DB, selectLogo(c.env.DB, c.req.param('id')))
    if (!file) throw notFound('logo')
    const answer = await answerFile(c.env, file, true)
    answer.headers.set('cache-control', 'public, max-age=31536000, immutable')
    return answer
  })
  .get('/.well-known/security.txt', (c) => {
    const text = securityText(c.var.council, c.var.act.baseUrl, c.var.act.now)
    if (!text) throw notFound('address to report to')
    return c.text(text)
  })
  .get(pagePaths.privacy, (c) => show(c, 'privacy'))
  .get(pagePaths.cookies, (c) => show(c, 'cookies'))
  .get(pagePaths.accessibility, (c) => show(c, 'accessibility'))
  .get(pagePaths.complaint, (c) => show(c, 'complaint'))

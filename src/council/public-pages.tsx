import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const publicCouncilPages = new Hono<AppEnv>().get('/theme.css', (c) => {
  const colour = c.var.council.brandColour
  return c.body(`:root{--govuk-brand-colour:${colour}}`, 200, {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=86400',
  })
})

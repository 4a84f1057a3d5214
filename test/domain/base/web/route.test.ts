import { Hono } from 'hono'
import { expect, it } from 'vitest'
import type { AppEnv } from '#base/web/env.ts'
import { parametersOf, routeOf } from '#base/web/route.ts'

/** What is said of a request before the router has come to a page, and after it was answered. */
const asked = async (path: string) => {
  const said: unknown[] = []
  const app = new Hono<AppEnv>()
  app.use(async (c, next) => {
    said.push(routeOf(c), parametersOf(c))
    await next()
    said.push(routeOf(c))
  })
  app.get('/files/*', (_c, next) => next())
  app.get('/schools/found', (c) => c.text('found'))
  app.get('/schools/:id', (c, next) => (c.req.param('id') === 'passed-on' ? next() : c.text('a school')))
  app.get('/schools/:name', (c) => c.text('a name'))
  await app.request(path)
  return said
}

it('where several patterns fit an address, the route is the one that the router takes', async () => {
  expect(await asked('/schools/found')).toEqual(['GET /schools/found', {}, 'GET /schools/found'])
  expect(await asked('/schools/7')).toEqual(['GET /schools/:id', { id: '7' }, 'GET /schools/:id'])
})

it('a page that passes on is not the one that answered', async () => {
  expect(await asked('/schools/passed-on')).toEqual(['GET /schools/:id', { id: 'passed-on' }, 'GET /schools/:name'])
})

it('an address without a page is elsewhere', async () => {
  expect(await asked('/nowhere')).toEqual(['GET elsewhere', {}, 'GET elsewhere'])
})

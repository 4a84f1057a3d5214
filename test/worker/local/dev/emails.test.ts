import { expect, it } from 'vitest'
import { catalogue, templateAt } from '#correspondence/wordings/catalogue.ts'
import { saveWording } from '#correspondence/wordings/save-wording.ts'
import { pathOf } from '#correspondence/wordings/wording.ts'
import { anAccount, anAct, request } from '#test/support/factories.ts'

const text = async (path: string) => (await request(path)).text()

it('shows every message with made-up facts, by default and in the council’s own words', async () => {
  const index = await text('/dev/emails')
  expect(catalogue.filter((template) => !index.includes(`href="/dev/emails/${pathOf(template)}"`))).toEqual([])
  for (const template of catalogue)
    expect([template.name, (await request(`/dev/emails/${pathOf(template)}`)).status]).toEqual([template.name, 200])
  const { actor } = await anAccount({ roles: ['organiser'] })
  const offer = templateAt('offer')
  if (offer) await saveWording(anAct({ actor }), { template: offer, typed: { heading: 'Tri lle i chi' }, seen: 0 })
  expect(await text('/dev/emails/offer/0/body')).toContain('3 places are free for you')
  const own = await request('/dev/emails/offer/0/body?words=own')
  expect(await own.text()).toContain('Tri lle i chi')
  expect(own.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await text('/dev/emails/offer?words=own')).toContain('Tri lle i chi')
})

it('exists only where mail stays on this machine, and for what there is', async () => {
  const elsewhere = async (path: string) => (await request(path, { bindings: { LOCAL_MAIL: '' } })).status
  expect([await elsewhere('/dev/emails'), await elsewhere('/dev/emails/offer'), await elsewhere('/dev/emails/offer/0/body')]).toEqual([
    404, 404, 404,
  ])
  expect([(await request('/dev/emails/nothing')).status, (await request('/dev/emails/offer/9/body')).status]).toEqual([404, 404])
})

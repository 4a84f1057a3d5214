// The forms that pages of the world show, by the address that each leads to.
import { filledIn, formsIn, type PageForm } from '#test/support/page-forms.ts'
import { pathOf } from './addresses.ts'
import { type Row, routeTable } from './route-table.ts'
import { mayAsk, type Who } from './who.ts'
import type { Actor, World } from './world.ts'

export const served = routeTable.filter(({ who }) => who !== 'local' && who !== 'command')

/** Who is let in, nearest to what it is about. */
export const actorOf = (who: Who): Actor =>
  (['delegate', 'contact', 'door', 'organiser', 'finance', 'administrator', 'nobody'] as const).find((one) => mayAsk(who, one)) ??
  'administrator'

/** `fields`: what any of its forms sends as it stands. `form`: the last of them, and the address of its page. */
export type KnownForms = Map<string, { fields: ReadonlyMap<string, string>; hidden: ReadonlySet<string>; form: PageForm; page: string }>

/** What each form of any page sends as it stands, by the address that it leads to. */
export const learnForms = async (world: World, ask: (row: Row, path: string) => Promise<Response>): Promise<KnownForms> => {
  const known: KnownForms = new Map()
  for (const row of served.filter(({ method }) => method === 'GET')) {
    const path = pathOf(world, row, actorOf(row.who))
    const page = await ask(row, path)
    if (!page.headers.get('content-type')?.includes('html')) continue
    for (const form of formsIn(await page.text(), path).filter(({ method }) => method === 'POST')) {
      const to = form.action.split('?')[0] ?? ''
      const before = known.get(to)
      known.set(to, {
        fields: new Map([...(before?.fields ?? []), ...filledIn(form)]),
        hidden: new Set([...(before?.hidden ?? []), ...form.fields.flatMap(({ kind, name }) => (kind === 'hidden' ? [name] : []))]),
        form,
        page: path,
      })
    }
  }
  return known
}

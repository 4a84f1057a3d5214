import type { Context } from 'hono'
import { createContext, useContext } from 'hono/jsx'
import { RequestContext } from 'hono/jsx-renderer'
import type { Council } from '#base/council.ts'
import type { AppEnv } from './env.ts'
import { TelephoneLink } from './telephone-link.tsx'

/** Whom to call: the council's number, where it has set one, and 999. */
const Numbers = ({ telephone, class: kind = 'govuk-link' }: { telephone: string; class?: string }) => (
  <>
    {telephone ? (
      <>
        Call <TelephoneLink number={telephone} class={kind} />.{' '}
      </>
    ) : null}
    In an emergency call <TelephoneLink number="999" class={kind} />.
  </>
)

/** In the footer of every page. */
export const WorriedAboutAChild = ({ council }: { council: Council }) => (
  <p class="govuk-footer__meta-custom">
    <a class="govuk-footer__link" href="/help#concern">
      Worried about a child?
    </a>{' '}
    <Numbers telephone={council.concernTelephone} class="govuk-footer__link" />
  </p>
)

const shown = new WeakSet<Context<AppEnv>>()

/** Whether fields stand in a part that is folded, where nobody may have opened what is above. */
export const Folded = createContext(false)

/**
 * For the first free text of a page and each in a folded part, except for the council's own people.
 * @returns undefined where it is said already
 */
export const concernAt = (id: string) => {
  const c: Context<AppEnv> | null = useContext(RequestContext)
  const isFolded = useContext(Folded)
  if (!c || c.var.act.actor.roles.length > 0 || (shown.has(c) && !isFolded)) return undefined
  if (!isFolded) shown.add(c)
  return (
    <p class="govuk-body-s" id={id}>
      Worried about a child? Do not write it here. <Numbers telephone={c.var.council.concernTelephone} />
    </p>
  )
}

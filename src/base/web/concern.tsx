import type { Context } from 'hono'
import { useContext } from 'hono/jsx'
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

const said = new WeakSet<Context<AppEnv>>()

/** Above the first free text of a page, for everybody but the council's own people. */
export const NoConcernHere = () => {
  const c: Context<AppEnv> | null = useContext(RequestContext)
  if (!c || c.var.act.actor.roles.length > 0 || said.has(c)) return null
  said.add(c)
  return (
    <p class="govuk-hint">
      Worried about a child? Do not write it here. <Numbers telephone={c.var.council.concernTelephone} />
    </p>
  )
}

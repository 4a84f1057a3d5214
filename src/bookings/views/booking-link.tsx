import { useRequestContext } from 'hono/jsx-renderer'
import { hasRole } from '../../act.ts'
import type { AppEnv } from '../../env.ts'

/** A booking by its reference on pages of staff: a link for those who may open its page, which whoever has to do with money alone may not. */
export const BookingLink = ({ reference }: { reference: string }) =>
  hasRole(useRequestContext<AppEnv>().var.act.actor, 'organiser', 'administrator') ? (
    <a class="govuk-link" href={`/bookings/${reference}`}>
      {reference}
    </a>
  ) : (
    <span>{reference}</span>
  )

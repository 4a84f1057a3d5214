import { gone, type Refusal } from '#base/web/press.tsx'
import type { GrantReason } from '../grant-role.ts'
import type { RevokeReason } from '../revoke-role.ts'

export const grantRefusals: Record<GrantReason, Refusal> = {
  not_allowed: gone,
  already_held: { field: 'email', says: 'This address holds that role already' },
  old_address: {
    field: 'email',
    says: 'The account of this address has another one since a few days ago, and can go back to this one for a week after the change. Give the role to the new address',
  },
}

export const revokeRefusals: Record<RevokeReason, Refusal> = {
  not_allowed: gone,
  no_such_role: gone,
  last_administrator: 'This is the last administrator. Give the role to somebody else first',
  already_revoked: 'Somebody else has taken this role away already',
}

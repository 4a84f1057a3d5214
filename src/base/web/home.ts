import type { StaffRoleName } from '../act.ts'

/** Where whoever is signed in begins; whoever is not begins at `/`. */
export const homeOf = (actor: { roles: readonly StaffRoleName[]; schoolIds: readonly string[] }): string => {
  const has = (...roles: StaffRoleName[]): boolean => roles.some((role) => actor.roles.includes(role))
  if (has('administrator', 'organiser')) return '/organiser'
  if (has('finance')) return '/organiser/finance'
  if (has('officer', 'reader')) return '/answer'
  if (has('door')) return '/register'
  return actor.schoolIds.length > 0 ? '/school' : '/account/record'
}

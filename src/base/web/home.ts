import type { Actor, StaffRoleName } from '../act.ts'

/** Where whoever is signed in begins; whoever is not begins at `/`. */
export const homeOf = (actor: Pick<Actor, 'roles' | 'schoolIds' | 'askedSchoolIds' | 'shared'>): string => {
  const has = (...roles: StaffRoleName[]): boolean => roles.some((role) => actor.roles.includes(role))
  if (has('administrator', 'organiser')) return '/organiser'
  if (has('finance')) return '/organiser/finance'
  if (has('officer', 'reader')) return '/answer'
  if (has('door')) return '/register'
  return actor.schoolIds.length + actor.askedSchoolIds.length > 0 || actor.shared ? '/school' : '/account/record'
}

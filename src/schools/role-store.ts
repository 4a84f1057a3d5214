import { prisma } from '../db/client.ts'
import type { RoleOption } from './contact.ts'

/** The roles that can be chosen on `day`, in order. */
export const rolesOn = async (db: D1Database, day: string): Promise<RoleOption[]> =>
  (await prisma(db)).role.findMany({
    select: { id: true, label: true },
    where: {
      AND: [{ OR: [{ fromDate: null }, { fromDate: { lte: day } }] }, { OR: [{ toDate: null }, { toDate: { gt: day } }] }],
    },
    orderBy: [{ position: 'asc' }, { label: 'asc' }],
  })

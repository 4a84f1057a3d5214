// A row of each table, as schema.prisma has it: stores pick from these what they read. Only types, so Prisma itself is not loaded by them.
export type * from './generated/client.ts'

import type { Database, SQLQueryBindings, Statement } from "bun:sqlite";

/** Prepares a statement that is used again and again, until the queue is closed. */
export type Prepare = <Row, Parameters extends SQLQueryBindings[]>(sql: string) => Statement<Row, Parameters>;

/**
 * Prepared statements of a database, and how to close it. SQLite keeps a database open, with its locks and its log,
 * until its last statement is gone, and would leave that to the garbage collector.
 */
export function statementsOf(database: Database): { prepare: Prepare; close: () => void } {
  const statements: Statement[] = [];
  return {
    prepare: <Row, Parameters extends SQLQueryBindings[]>(sql: string) => {
      const statement = database.prepare<Row, Parameters>(sql);
      statements.push(statement);
      return statement as unknown as Statement<Row, Parameters>;
    },
    close: () => {
      for (const statement of statements) statement.finalize();
      database.close(true);
    },
  };
}

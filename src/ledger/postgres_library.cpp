#include "ledger/postgres_library.h"

#include "base/library.h"

namespace shotlist::ledger {

PostgresLibrary::PostgresLibrary() {
  const Library library("libpq.so.5");
  library.find("PQbackendPID", backendPID);
  library.find("PQclear", clear);
  library.find("PQcmdTuples", cmdTuples);
  library.find("PQconnectdbParams", connectdbParams);
  library.find("PQconninfoFree", conninfoFree);
  library.find("PQconninfoParse", conninfoParse);
  library.find("PQconsumeInput", consumeInput);
  library.find("PQerrorMessage", errorMessage);
  library.find("PQfinish", finish);
  library.find("PQfreemem", freemem);
  library.find("PQftype", ftype);
  library.find("PQgetResult", getResult);
  library.find("PQgetisnull", getisnull);
  library.find("PQgetlength", getlength);
  library.find("PQgetvalue", getvalue);
  library.find("PQisBusy", isBusy);
  library.find("PQntuples", ntuples);
  library.find("PQresultErrorField", resultErrorField);
  library.find("PQresultStatus", resultStatus);
  library.find("PQsendPrepare", sendPrepare);
  library.find("PQsendQuery", sendQuery);
  library.find("PQsendQueryParams", sendQueryParams);
  library.find("PQsendQueryPrepared", sendQueryPrepared);
  library.find("PQsetNoticeProcessor", setNoticeProcessor);
  library.find("PQsocket", socket);
  library.find("PQstatus", status);
  library.find("PQtransactionStatus", transactionStatus);
  library.find("PQunescapeBytea", unescapeBytea);
}

const PostgresLibrary& libpq() {
  static const PostgresLibrary library;
  return library;
}

}  // namespace shotlist::ledger

// The table of kdbib's report: DataTables as it comes, under one name, and nothing else.
import DataTable from "datatables.net";

window.DataTable = DataTable;
